import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitSet } from '../../../src/cloud/plan/fit-set.ts';
import { makePlan } from '../../../src/cloud/plan/make-plan.ts';
import { judgePlan, SAFETY_LIMITS } from '../../../src/cloud/safety.ts';
import type { Capabilities, CloudRecord, Desired } from '../../../src/model/cloud.ts';
import {
  anyCapabilities,
  anyDesired,
  anyStranger,
  carriedOut,
  desired,
  desiredSet,
  PLAIN,
  RICH,
  record,
  view,
  wordsOf,
} from './cloud-scene.ts';

const plan = (wanted: Desired, current: readonly CloudRecord[], capabilities: Capabilities = RICH) =>
  makePlan({ desired: wanted, capabilities, current, policy: 'degrade' });

const words = (wanted: Desired, current: readonly CloudRecord[], capabilities?: Capabilities) =>
  plan(wanted, current, capabilities).steps.map(wordsOf);

/** Makes what is wanted of nothing. */
function published(wanted: Desired, capabilities: Capabilities, strangers: readonly CloudRecord[] = []): readonly CloudRecord[] {
  return carriedOut(strangers, plan(wanted, strangers, capabilities).steps);
}

/** Places at which clients are given something: names and views, and those of each type. */
function answered(records: readonly CloudRecord[]): string[] {
  const given = records.filter(({ enabled, owned }) => enabled && owned);
  return given.flatMap(({ owner, view, type }) => [`${owner} ${view}`, `${owner} ${view} ${type}`]);
}

test('a new set is added, then weighted', () => {
  expect(words(desired(desiredSet('www', { '203.0.113.1': 0.4, '203.0.113.2': 0.6 })), [])).toEqual([
    'add 203.0.113.2',
    'add 203.0.113.1',
    'weighting on',
    'weight 203.0.113.2 60',
    'weight 203.0.113.1 40',
  ]);
});

test('in a failover the standby is switched on before the primary is switched off, and the way back takes no other steps', () => {
  const current = [record('www', '203.0.113.1'), record('www', '203.0.113.2', { enabled: false })];
  const over = desired(desiredSet('www', { '203.0.113.1': 0, '203.0.113.2': 1 }));
  expect(words(over, current)).toEqual(['enable 203.0.113.2', 'disable 203.0.113.1']);
  const back = desired(desiredSet('www', { '203.0.113.1': 1, '203.0.113.2': 0 }));
  expect(words(back, carriedOut(current, plan(over, current).steps))).toEqual(['enable 203.0.113.1', 'disable 203.0.113.2']);
});

test('where records cannot be switched off, the standby is added before the primary is removed', () => {
  const over = desired(desiredSet('www', { '203.0.113.1': 0, '203.0.113.2': 1 }));
  expect(words(over, [record('www', '203.0.113.1')], PLAIN)).toEqual(['add 203.0.113.2', 'remove 203.0.113.1']);
});

test('what nobody is to be given is not added', () => {
  expect(words(desired(desiredSet('www', { '203.0.113.1': 1, '203.0.113.2': 0 })), [])).toEqual(['add 203.0.113.1']);
});

test('a CNAME record is changed where it stands, and turned into addresses and back', () => {
  const cname = desired(desiredSet('www', { 'cdn.example.net.': 1 }, { type: 'CNAME' }));
  expect(words(cname, [record('www', 'old.example.net.', { type: 'CNAME' })])).toEqual(['update old.example.net. to cdn.example.net. 60']);
  const addresses = [record('www', '203.0.113.1'), record('www', '203.0.113.2')];
  expect(words(cname, addresses)).toEqual(['remove 203.0.113.2', 'update 203.0.113.1 to cdn.example.net. 60']);
  const back = desired(desiredSet('www', { '203.0.113.1': 0.5, '203.0.113.2': 0.5 }));
  expect(words(back, [record('www', 'cdn.example.net.', { type: 'CNAME' })], PLAIN)).toEqual([
    'update cdn.example.net. to 203.0.113.1 60',
    'add 203.0.113.2',
  ]);
});

test('a ratio is shifted by weights alone, those that rise first', () => {
  const current = [record('www', '203.0.113.1', { weight: 60 }), record('www', '203.0.113.2', { weight: 40 })];
  const steps = words(desired(desiredSet('www', { '203.0.113.1': 0.1, '203.0.113.2': 0.9 })), current);
  expect(steps).toEqual(['weight 203.0.113.2 90', 'weight 203.0.113.1 10']);
});

test('what nobody wants any more goes last, and failovers come first', () => {
  const current = [record('gone', '203.0.113.9'), record('ttl', '203.0.113.1', { ttl: 600 }), record('www', '203.0.113.1')];
  const wanted = desired(desiredSet('ttl', { '203.0.113.1': 1 }), desiredSet('www', { '203.0.113.2': 1 }));
  expect(words(wanted, current, PLAIN)).toEqual([
    'add 203.0.113.2',
    'remove 203.0.113.1',
    'update 203.0.113.1 to 203.0.113.1 60',
    'remove 203.0.113.9',
  ]);
});

test('records of others, and locked ones, are told of and stay', () => {
  const wanted = desired(desiredSet('www', { '203.0.113.1': 1 }), desiredSet('api', { '203.0.113.1': 1 }));
  const found = plan(wanted, [record('www', '198.51.100.1', { owned: false }), record('api', '198.51.100.2', { locked: true })], PLAIN);
  expect(found.steps).toEqual([]);
  expect(found.refused).toEqual([
    { owner: 'www.example.com.', type: 'A', reason: expect.stringContaining('A 198.51.100.1 (default) is there already') },
    { owner: 'api.example.com.', type: 'A', reason: 'A 198.51.100.2 is locked at the provider' },
  ]);
});

test('a TTL below the least, and clients that cannot be told apart, are told of; or nothing is done', () => {
  const set = desiredSet(
    'www',
    { '203.0.113.1': 1 },
    { ttl: 5, views: [view('default', { '203.0.113.1': 1 }), view('asn:64500', { '203.0.113.2': 1 })] },
  );
  const found = plan(desired(set), []);
  expect(found.degradations.map(({ message }) => message)).toEqual([
    'asked TTL 5, the least here is 60',
    'clients of asn:64500 cannot be told apart here: they get what all others get',
  ]);
  expect(found.steps.map(wordsOf)).toEqual(['add 203.0.113.1']);
  const refused = makePlan({ desired: desired(set), capabilities: RICH, current: [], policy: 'refuse' });
  expect([refused.steps, refused.degradations, refused.refused[0]?.reason]).toEqual([[], [], expect.stringContaining('asked TTL 5')]);
});

test('the numbers of a plan: what bears the mark, and what is changed', () => {
  const current = [record('www', '203.0.113.1'), record('api', '203.0.113.1'), record('mail', '198.51.100.1', { owned: false })];
  const found = plan(desired(desiredSet('www', { '203.0.113.2': 1 }), desiredSet('api', { '203.0.113.1': 1 })), current, PLAIN);
  expect([found.managed, found.changed, found.generation]).toEqual([2, 2, 7]);
});

test('property: at no step a view that stays is empty, nothing of others is touched, and at the end all is as wanted', () => {
  fc.assert(
    fc.property(
      anyDesired,
      anyDesired,
      anyCapabilities,
      fc.array(anyStranger, { maxLength: 2 }),
      (first, second, capabilities, strangers) => {
        const before = published(first, capabilities, strangers);
        const made = plan(second, before, capabilities);
        const after = carriedOut(before, made.steps);
        const stays = answered(before).filter(place => answered(after).includes(place));
        for (let prefix = 0; prefix <= made.steps.length; prefix++) {
          const there = carriedOut(before, made.steps.slice(0, prefix));
          expect(answered(there)).toEqual(expect.arrayContaining(stays));
          expect(there.filter(({ owned }) => !owned)).toEqual(before.filter(({ owned }) => !owned));
        }
        expect(plan(second, after, capabilities).steps).toEqual([]);
        expect(judgePlan({ plan: made, current: before, limits: SAFETY_LIMITS, forced: true })).toEqual({ safe: true, reasons: [] });
      },
    ),
    { numRuns: 300 },
  );
});

test('property: after all steps clients are given what the fitted sets say, by their weights', () => {
  fc.assert(
    fc.property(anyDesired, anyDesired, anyCapabilities, (first, second, capabilities) => {
      const before = published(first, capabilities);
      const after = carriedOut(before, plan(second, before, capabilities).steps);
      const wanted = second.sets.flatMap(set => fitSet(set, capabilities, 'degrade').records).filter(({ enabled }) => enabled);
      const line = (each: (typeof wanted)[number] | CloudRecord) => `${each.owner} ${each.type} ${each.view} ${each.data} ${each.ttl}`;
      const given = after.filter(({ enabled }) => enabled);
      expect(given.map(line).sort()).toEqual(wanted.map(line).sort());
      for (const each of wanted.filter(({ weight }) => weight !== undefined)) {
        expect(given.find(record => line(record) === line(each))?.weight).toBe(each.weight);
      }
    }),
    { numRuns: 300 },
  );
});
