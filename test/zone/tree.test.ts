import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithin, parentOf } from '../../src/lib/dns-name.ts';
import { buildNodes } from '../../src/zone/tree.ts';
import { parseText } from './parse-text.ts';

const HEAD = '$TTL 60\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n';

function tree(text: string, extraNames: readonly string[] = []) {
  const { recordSets } = parseText(HEAD + text);
  return buildNodes('example.com.', recordSets, extraNames);
}

const APEX = 'example.com.';

test('the apex has its sets', () => {
  const nodes = tree('');
  expect([...nodes.get(APEX)!.sets.keys()]).toEqual([6, 2]);
  expect(nodes.get(APEX)).toMatchObject({ cut: undefined, dname: undefined });
});

test('names between an owner and the apex exist, empty (RFC 4592 section 2.2.2)', () => {
  const nodes = tree('a.b.c A 192.0.2.1\n*.x.y A 192.0.2.1');
  expect([...nodes.keys()].sort()).toEqual(
    ['example.com.', 'ns', 'a.b.c', 'b.c', 'c', '*.x.y', 'x.y', 'y']
      .map(name => (name.endsWith('.') ? name : `${name}.example.com.`))
      .sort(),
  );
  expect(nodes.get('b.c.example.com.')!.sets.size).toBe(0);
});

test('a dot inside a label divides no names', () => {
  const nodes = tree(String.raw`a\.b.c A 192.0.2.1`);
  expect(nodes.has(String.raw`a\.b.c.example.com.`)).toBe(true);
  expect(nodes.has('b.c.example.com.')).toBe(false);
});

test('extra names exist, with those above them', () => {
  const nodes = tree('www TXT x', ['www.example.com.', 'api.eu.example.com.', 'example.com.']);
  expect(nodes.get('www.example.com.')!.sets.size).toBe(1);
  expect(nodes.get('api.eu.example.com.')!.sets.size).toBe(0);
  expect(nodes.has('eu.example.com.')).toBe(true);
});

test('a delegation covers itself and what lies below; the highest one counts, the apex is none', () => {
  const nodes = tree('sub NS ns.sub\nns.sub A 192.0.2.1\nx.y.sub NS ns\nother A 192.0.2.1');
  const cuts = ['@', 'sub', 'ns.sub', 'y.sub', 'x.y.sub', 'other'].map(
    label => nodes.get(label === '@' ? 'example.com.' : `${label}.example.com.`)!.cut,
  );
  const sub = 'sub.example.com.';
  expect(cuts).toEqual([undefined, sub, sub, sub, sub, undefined]);
});

test('a DNAME covers what lies below it, not itself (RFC 6672 section 2.4)', () => {
  const nodes = tree('d DNAME example.net.\nx.y.d NS ns\nz.d DNAME example.org.');
  const at = (label: string) => nodes.get(`${label}.example.com.`)!;
  const above = 'd.example.com.';
  expect([at('d').dname, at('y.d').dname, at('x.y.d').dname, at('z.d').dname]).toEqual([undefined, above, above, above]);
  expect(at('x.y.d').cut).toBeUndefined();
});

test('a DNAME at or below a delegation hides nothing: the delegation does', () => {
  const nodes = tree('sub NS ns\nsub DNAME example.net.\na.sub A 192.0.2.1');
  expect(nodes.get('a.sub.example.com.')).toMatchObject({ cut: 'sub.example.com.', dname: undefined });
});

test('the root can be a zone', () => {
  const { recordSets } = parseText('. 60 SOA . . 1 2 3 4 5\ncom. 60 NS ns.com.\nns.com. 60 A 192.0.2.1');
  const nodes = buildNodes('.', recordSets);
  expect([...nodes.values()].map(({ name, cut }) => [name, cut])).toEqual([
    ['.', undefined],
    ['com.', 'com.'],
    ['ns.com.', 'com.'],
  ]);
});

test('the apex is there without records; an owner outside is an error', () => {
  expect([...buildNodes(APEX, []).keys()]).toEqual([APEX]);
  expect(() => tree('a.example.net. A 192.0.2.1')).toThrow('a.example.net. is not in the zone example.com.');
});

const owner = fc.array(fc.constantFrom('a', 'b', '*', 'c'), { maxLength: 5 }).map(labels => [...labels, 'example.com.'].join('.'));
const record = fc.tuple(owner, fc.constantFrom('A 192.0.2.1', 'NS ns', 'DNAME x.net.', 'TXT x'));

test('every node has its parent, and is hidden exactly by the first cut or DNAME on the way down', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), records => {
      const nodes = tree(records.map(([name, data]) => `${name} ${data}\n`).join(''));
      for (const { name, cut, dname } of nodes.values()) {
        const path = [name];
        while (path[0] !== APEX) path.unshift(parentOf(path[0]!)!);
        expect(path.every(above => nodes.has(above) && isWithin(above, APEX))).toBe(true);
        const hider = path.find(
          above => (above !== APEX && nodes.get(above)!.sets.has(2)) || (above !== name && nodes.get(above)!.sets.has(39)),
        );
        expect(cut ?? dname).toBe(hider);
      }
    }),
  );
});
