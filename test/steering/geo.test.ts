import { describe, expect, test } from 'vitest';
import type { Location } from '../../src/model/location.ts';
import { presentMatch } from '../../src/steering/geo.ts';
import { sharesOf, stepsOf } from './decided.ts';
import { geo, pool, scene } from './declare.ts';

const NAMES = ['asn', 'subdivision', 'country', 'continent', 'default'];
const pools = scene(...NAMES.map((name, i) => pool(`by-${name}`, [`192.0.2.${i}`])));
/** Least specific first, so that the order of the file is not what decides. */
const tree = geo({
  default: 'by-default',
  'continent:AS': 'by-continent',
  'country:CN': 'by-country',
  'subdivision:CN-ZJ': 'by-subdivision',
  'asn:64500': 'by-asn',
});
const CLIENT: Location = { asn: 64_500, subdivision: 'CN-ZJ', country: 'CN', continent: 'AS' };

describe('geo', () => {
  test.each([
    ['a known network', CLIENT, 'by-asn 100'],
    ['a subdivision', { ...CLIENT, asn: 1 }, 'by-subdivision 100'],
    ['a country', { country: 'CN', continent: 'AS', subdivision: 'CN-BJ' }, 'by-country 100'],
    ['a continent', { country: 'JP', continent: 'AS' }, 'by-continent 100'],
    ['elsewhere', { country: 'FR', continent: 'EU' }, 'by-default 100'],
    ['nowhere known', {}, 'by-default 100'],
  ])('takes the most specific branch for a client of %s', (_, client, expected) => {
    expect(sharesOf(tree, pools, { client })).toBe(expected);
  });

  test('goes on to the next less specific branch while one is down', () => {
    const states: Record<string, { verdict: 'down' }> = {};
    const order: string[] = [];
    for (const name of NAMES) {
      order.push(sharesOf(tree, pools, { client: CLIENT, states }));
      states[`by-${name}/a`] = { verdict: 'down' };
    }
    expect(order).toEqual(NAMES.map(name => `by-${name} 100`));
    expect(sharesOf(tree, pools, { client: CLIENT, states })).toBe('down');
  });

  test('without a default is down for clients that no branch fits', () => {
    const narrow = geo({ 'country:CN': 'by-country' });
    expect(sharesOf(narrow, pools, { client: { country: 'FR' } })).toBe('down');
    expect(stepsOf(narrow, pools, { client: { country: 'FR' } })).toEqual(['geo skipped: down: no branch fits the client']);
  });

  test('explains which branch fits', () => {
    const steps = stepsOf(tree, pools, { client: { country: 'CN', continent: 'AS' }, states: { 'by-country/a': { verdict: 'down' } } });
    expect(steps.filter(step => !step.includes('endpoint '))).toEqual([
      'geo taken: continent:AS fits and is up',
      '  pool by-country skipped: down: 0 of 1 endpoints up, 1 needed',
      '  pool by-continent taken: 1 of 1 endpoints up, 1 needed',
    ]);
  });

  test('matches are shown as the files write them', () => {
    expect(presentMatch({ kind: 'asn', number: 64_500 })).toBe('asn:64500');
    expect(presentMatch({ kind: 'subdivision', code: 'CN-ZJ' })).toBe('subdivision:CN-ZJ');
  });
});
