// Prints compile time, table size and the cost of one look-up: `node test/geo/look-up.bench.ts [FILE]`.
import { bundledDatabaseFile, openDatabase } from '../../src/geo/database.ts';
import { compileLocations } from '../../src/geo/location-table.ts';
import { lookUp, type Match, type PrefixTable } from '../../src/geo/prefix-table.ts';
import { seededRandom } from '../../src/lib/random.ts';

const ADDRESSES = 1 << 16;
const ROUNDS = 64;

const began = performance.now();
const table = compileLocations(openDatabase(process.argv[2] ?? bundledDatabaseFile()));
const compileMs = performance.now() - began;
const { v4, v6, nodes } = table.prefixes;
const bytes = [nodes, v4.first, v4.firstLength, v6.first, v6.firstLength].reduce((sum, array) => sum + array.byteLength, 0);
console.log(`${table.source.type}: ${table.source.entries} entries, ${table.locations.length} locations, ${nodes.length / 2} nodes`);
console.log(`compile ${compileMs.toFixed(0)} ms, table ${(bytes / 2 ** 20).toFixed(1)} MiB`);
for (const family of [4, 6] as const) {
  const addresses = knownAddresses(table.prefixes, family);
  console.log(`IPv${family} look-up of known addresses ${nsPerLookUp(table.prefixes, family, addresses).toFixed(0)} ns`);
}

/** Random addresses that the database has a location for: so the walk is as long as real clients make it. */
function knownAddresses(prefixes: PrefixTable, family: 4 | 6): Uint8Array[] {
  const random = seededRandom(family);
  const root = family === 4 ? prefixes.v4.root : prefixes.v6.root;
  const octets = Uint8Array.from({ length: 16 * ADDRESSES }, random);
  return Array.from({ length: ADDRESSES }, (_, i) => steerToKnown(prefixes.nodes, root, octets.subarray(16 * i, 16 * i + 16)));
}

function steerToKnown(nodes: Int32Array, root: number, address: Uint8Array): Uint8Array {
  let entry = root;
  for (let depth = 0; entry >= 0; depth++) {
    const mask = 0x80 >> (depth & 7);
    if (nodes[2 * entry + (address[depth >> 3]! & mask ? 1 : 0)] === -1) address[depth >> 3]! ^= mask;
    entry = nodes[2 * entry + (address[depth >> 3]! & mask ? 1 : 0)]!;
  }
  return address;
}

/** The best of many rounds, the machine having other work. */
function nsPerLookUp(prefixes: PrefixTable, family: 4 | 6, addresses: readonly Uint8Array[]): number {
  const match: Match = { location: 0, prefixLength: 0 };
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const address of addresses) lookUp(prefixes, family, address, match);
    best = Math.min(best, ((performance.now() - start) * 1e6) / ADDRESSES);
  }
  return best;
}
