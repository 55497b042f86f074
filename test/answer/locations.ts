import type { LocationTable } from '../../src/geo/location-table.ts';
import { traitsOf } from '../../src/geo/location-traits.ts';
import { familyTable } from '../../src/geo/prefix-table.ts';
import { leaf, PrefixTree } from '../../src/geo/prefix-tree.ts';
import { parseIp } from '../../src/lib/ip-address.ts';
import type { Location } from '../../src/model/location.ts';

/** A table of these prefixes; a later one cuts into an earlier one, and addresses in none are nowhere. */
export function locationTable(entries: Readonly<Record<string, Location>>): LocationTable {
  const prefixes = Object.entries(entries).map(([text, location]) => {
    const [address, length] = text.split('/');
    return { octets: parseIp(address!)!, length: Number(length), location };
  });
  const tree = new PrefixTree(prefixes.reduce((sum, { length }) => sum + length, 1));
  const locations: Location[] = [{}];
  const roots = { 4: leaf(0), 16: leaf(0) };
  for (const { octets, length, location } of prefixes) {
    const family = octets.length as 4 | 16;
    roots[family] = tree.graft(roots[family], { octets, length }, leaf(locations.push(location) - 1));
  }
  return {
    prefixes: { v4: familyTable(tree, roots[4]), v6: familyTable(tree, roots[16]), nodes: tree.freeze() },
    locations,
    traits: traitsOf(locations),
    source: { file: 'test', type: 'test', builtAtMs: 0, entries: prefixes.length },
  };
}
