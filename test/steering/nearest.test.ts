import { describe, expect, test } from 'vitest';
import type { Location } from '../../src/model/location.ts';
import { Classifier, placesOnly } from '../../src/steering/client-classes.ts';
import { viewOf } from '../../src/steering/client-view.ts';
import { sharesOf, stepsOf } from './decided.ts';
import { failover, nearest, pool, SITES, scene } from './declare.ts';

const pools = scene(
  ...Object.keys(SITES).map((site, i) => pool(site, [`192.0.2.${i}`], { site })),
  pool('hangzhou-2', ['192.0.2.99'], { site: 'hangzhou' }),
);
const DOWN = { verdict: 'down' } as const;
const SHANGHAI: Location = { coordinates: [31.23, 121.47] };
const PARIS: Location = { coordinates: [48.86, 2.35] };
const tree = nearest(0, 'frankfurt', 'singapore', 'beijing', 'hangzhou');

describe('nearest', () => {
  test.each([
    ['the nearest', SHANGHAI, {}, 'hangzhou 100'],
    ['the nearest of a client elsewhere', PARIS, {}, 'frankfurt 100'],
    ['the second where the nearest is down', SHANGHAI, { 'hangzhou/a': DOWN }, 'beijing 100'],
    ['the third where two are down', SHANGHAI, { 'hangzhou/a': DOWN, 'beijing/a': DOWN }, 'singapore 100'],
    ['the first of the list for a client that is nowhere known', {}, {}, 'frankfurt 100'],
    ['the next of the list for such a client', {}, { 'frankfurt/a': DOWN }, 'singapore 100'],
  ])('gives %s', (_, client, states, expected) => {
    expect(sharesOf(tree, pools, { client, states })).toBe(expected);
  });

  test('is down when all are', () => {
    const states = Object.fromEntries(Object.keys(SITES).map(site => [`${site}/a`, DOWN]));
    expect(sharesOf(tree, pools, { client: PARIS, states })).toBe('down');
  });

  test('shares between those within so many per cent more', () => {
    // From Shanghai: Hangzhou 165 km, Beijing 1070 km, Singapore 3800 km.
    expect(sharesOf(nearest(500, 'beijing', 'hangzhou', 'singapore'), pools, { client: SHANGHAI })).toBe('hangzhou 100');
    expect(sharesOf(nearest(600, 'beijing', 'hangzhou', 'singapore'), pools, { client: SHANGHAI })).toBe('hangzhou 50, beijing 50');
  });

  test('measures "within" from the nearest that is up', () => {
    const states = { 'hangzhou/a': DOWN };
    const within = nearest(300, 'hangzhou', 'beijing', 'singapore');
    expect(sharesOf(within, pools, { client: SHANGHAI, states })).toBe('beijing 50, singapore 50');
  });

  test('shares between pools of one site, but gives a client of unknown place one of them', () => {
    const same = nearest(0, 'hangzhou', 'hangzhou-2');
    expect(sharesOf(same, pools, { client: PARIS })).toBe('hangzhou 50, hangzhou-2 50');
    expect(sharesOf(same, pools)).toBe('hangzhou 100');
    const clients = [PARIS, {}].map(location => ({ location, address: undefined }));
    expect(new Classifier(placesOnly(clients)).classify(viewOf(same, pools)!).firstOf).toEqual([0, 1]);
  });

  test('a branch is as near as the nearest site below it', () => {
    expect(sharesOf(nearest(0, 'frankfurt', failover('singapore', 'hangzhou')), pools, { client: SHANGHAI })).toBe('singapore 100');
  });

  test('explains the distances', () => {
    expect(stepsOf(nearest(0, 'beijing', 'hangzhou'), pools, { client: SHANGHAI }).filter(step => !step.includes('endpoint '))).toEqual([
      'nearest taken: 165 km away',
      '  pool hangzhou taken: 1 of 1 endpoints up, 1 needed',
      '  pool beijing skipped: 1067 km away: farther',
    ]);
    expect(stepsOf(nearest(10, 'beijing'), pools)[0]).toBe('nearest within 10% taken: the client is nowhere known: the first that is up');
  });
});
