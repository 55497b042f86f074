import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planSwitches, type SwitchedAddress } from '../../src/cloud/address-switches.ts';
import type { DesiredSet } from '../../src/model/cloud.ts';

function set(owner: string, values: Readonly<Record<string, boolean>>): DesiredSet {
  const told = Object.entries(values).map(([data, enabled]) => ({ data, share: enabled ? 1 : 0, enabled }));
  return { zone: 'example.com.', owner, label: owner, type: 'A', ttl: 5, views: [{ view: 'default', values: told }], losses: [] };
}

function address(data: string, available: boolean | undefined): SwitchedAddress {
  return { id: data, type: 'A', data, available };
}

test('what comes is switched on before anything goes, and what is right already is left', () => {
  const sets = [set('www', { '192.0.2.1': false, '192.0.2.2': true, '192.0.2.3': true })];
  const there = [address('192.0.2.1', true), address('192.0.2.2', false), address('192.0.2.3', true), address('192.0.2.4', false)];
  const { switches, refused } = planSwitches(sets, there);
  expect(switches.map(({ address: { id }, available }) => [id, available])).toEqual([
    ['192.0.2.2', true],
    ['192.0.2.1', false],
  ]);
  expect(refused).toEqual([]);
});

test("one that the provider's own checks decide is switched by hand", () => {
  expect(planSwitches([set('www', { '192.0.2.1': true })], [address('192.0.2.1', undefined)]).switches).toHaveLength(1);
});

test('an address that any record set is given stays', () => {
  const sets = [set('www', { '192.0.2.1': false, '192.0.2.2': true }), set('api', { '192.0.2.1': true })];
  expect(planSwitches(sets, [address('192.0.2.1', true), address('192.0.2.2', true)]).switches).toEqual([]);
});

test('the last addresses of a record set are not switched off', () => {
  const { switches, refused } = planSwitches([set('www', { '192.0.2.1': false, '192.0.2.2': true })], [address('192.0.2.1', true)]);
  expect(switches).toEqual([]);
  expect(refused).toEqual([
    { owner: 'www', type: 'A', reason: 'none of the addresses that clients are to be given is there; its 1 others are left as they are' },
  ]);
});

const DATA = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];

test('at no moment is a record set without an available address that had one, and a plan made again is empty', () => {
  const values = fc.dictionary(fc.constantFrom(...DATA), fc.boolean(), { minKeys: 1, noNullPrototype: true });
  const sets = fc
    .array(
      values.filter(of => Object.values(of).some(Boolean)),
      { maxLength: 3 },
    )
    .map(all => all.map((each, i) => set(`r${i}`, each)));
  const there = fc
    .uniqueArray(fc.constantFrom(...DATA))
    .chain(data => fc.tuple(...data.map(each => fc.constantFrom(true, false, undefined).map(available => address(each, available)))));
  fc.assert(
    fc.property(sets, there, (wanted, addresses: readonly SwitchedAddress[]) => {
      const { switches } = planSwitches(wanted, addresses);
      const now = new Map(addresses.map(each => [each.id, each]));
      const served = ({ views }: DesiredSet) => views[0]!.values.some(({ data }) => now.has(data) && now.get(data)!.available !== false);
      const had = wanted.filter(served);
      for (const { address: each, available } of switches) {
        now.set(each.id, { ...each, available });
        for (const one of had) expect(served(one)).toBe(true);
      }
      expect(planSwitches(wanted, [...now.values()]).switches).toEqual([]);
    }),
  );
});
