import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordSet, ZoneNode, ZoneNodes } from '../../src/model/zone.ts';
import { packNodes, unpackNodes } from '../../src/zone/packed-nodes.ts';
import { buildNodes } from '../../src/zone/tree.ts';

const APEX = 'example.com.';

const show = ({ name, sets, cut, dname }: ZoneNode) => ({
  name,
  cut,
  dname,
  sets: [...sets.values()].map(({ owner, type, ttl, rdata }) => ({ owner, type, ttl, rdata })),
});
const all = (nodes: ZoneNodes) => [...nodes.values()].map(show);

const LABELS = fc.constantFrom('a', 'b', 'c', '*', 'x\\.y', '\\000');
const OWNER = fc.array(LABELS, { maxLength: 4 }).map(labels => [...labels, APEX].join('.'));
const SET = fc.record({
  owner: OWNER,
  type: fc.constantFrom(1, 2, 16, 28, 39, 65_535),
  ttl: fc.nat({ max: 0x7fff_ffff }),
  rdata: fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 3 }),
});

function zone(sets: readonly RecordSet[], extra: readonly string[]) {
  return buildNodes(APEX, sets, extra);
}

test('what is unpacked is what was packed, in the same order, each found by its name', () => {
  fc.assert(
    fc.property(fc.array(SET, { maxLength: 30 }), fc.array(OWNER, { maxLength: 5 }), (sets, extra) => {
      const nodes = zone(sets, extra);
      const unpacked = unpackNodes(packNodes(nodes));
      expect(unpacked.size).toBe(nodes.size);
      expect(all(unpacked)).toEqual(all(nodes));
      for (const node of nodes.values()) expect(show(unpacked.get(node.name)!)).toEqual(show(node));
    }),
  );
});

test('a name that is not there is not found', () => {
  const unpacked = unpackNodes(packNodes(zone([{ owner: `www.${APEX}`, type: 1, ttl: 60, rdata: [new Uint8Array(4)] }], [])));
  for (const name of ['.', 'com.', `ww.${APEX}`, `wwww.${APEX}`, `a.www.${APEX}`, '']) expect(unpacked.get(name)).toBeUndefined();
});

test('all of it lies in shared memory', () => {
  const packed = packNodes(zone([], [`a.${APEX}`]));
  for (const array of Object.values(packed)) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
});
