import { bundledDatabaseFile, openDatabase } from '../../src/geo/database.ts';
import { compileLocations } from '../../src/geo/location-table.ts';

/** The IPv4 prefixes that the bundled database has for a country, as `ADDRESS/LENGTH`: for name servers that do not read its schema. */
export function prefixesByCountry(country: string): readonly string[] {
  const { prefixes, locations } = compileLocations(openDatabase(bundledDatabaseFile()));
  const found: string[] = [];
  const walk = (entry: number, address: number, length: number): void => {
    if (entry < 0) {
      if (locations[~entry]?.country === country) found.push(`${dotted(address)}/${length}`);
      return;
    }
    walk(prefixes.nodes[2 * entry]!, address, length + 1);
    walk(prefixes.nodes[2 * entry + 1]!, address + 2 ** (31 - length), length + 1);
  };
  walk(prefixes.v4.root, 0, 0);
  return found;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map(shift => (address >>> shift) & 255).join('.');
}
