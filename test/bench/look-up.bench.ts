/** What a query costs before it reaches a socket: `npm run bench:micro`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { bundledDatabaseFile, openDatabase } from '../../src/geo/database.ts';
import { compileLocations } from '../../src/geo/location-table.ts';
import { lookUp, type Match, type PrefixTable } from '../../src/geo/prefix-table.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { engineAsker } from './engine-cost.ts';
import { benchTable } from './meridian-table.ts';
import { writeMeridianZones } from './meridian-zones.ts';
import { SCENARIOS } from './workload.ts';

const ADDRESSES = 1 << 14;
const { prefixes } = compileLocations(openDatabase(bundledDatabaseFile()));

/** Random addresses that the database has a location for: so the walk is as long as real clients make it. */
function knownAddresses({ v4, v6, nodes }: PrefixTable, family: 4 | 6): Uint8Array[] {
  const random = seededRandom(family);
  const root = family === 4 ? v4.root : v6.root;
  const octets = Uint8Array.from({ length: 16 * ADDRESSES }, random);
  return Array.from({ length: ADDRESSES }, (_, i) => steerToKnown(nodes, root, octets.subarray(16 * i, 16 * i + 16)));
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

test('location of a client', async ({ bench }) => {
  const match: Match = { id: 0, prefixLength: 0 };
  const lookUps = ([4, 6] as const).map(family => {
    const addresses = knownAddresses(prefixes, family);
    let turn = 0;
    return bench(`IPv${family}`, () => lookUp(prefixes, family, addresses[turn++ % ADDRESSES]!, match));
  });
  await bench.compare(...lookUps);
});

test('engine and look-up', async ({ bench }) => {
  const zones = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
  try {
    await writeMeridianZones(zones);
    const table = benchTable(zones);
    await bench.compare(...SCENARIOS.map(scenario => bench(scenario.title, engineAsker(table, scenario))));
  } finally {
    rmSync(zones, { recursive: true });
  }
});
