import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LocationTable } from '../../src/geo/location-table.ts';
import { formatIp } from '../../src/lib/ip-address.ts';
import type { Client } from '../../src/model/location.ts';
import type { SteeringNode } from '../../src/model/steering.ts';
import { addressesNear, anyEntries, type Bits, bordersOf, countriesOf, type Entries, tableOf } from '../geo/any-database.ts';
import { numberOf, octetsOf, Truth } from '../geo/truth.ts';
import { all, failover, geo, nearest, record, steering, sticky, subnet, weighted } from '../steering/declare.ts';
import { anyTree, chosenBy, POOLS, sightOf } from './any-tree.ts';
import { exampleZone, type Served, serve } from './serve.ts';

const FAMILIES: readonly Bits[] = [32, 128];
const BLOCKS = ['20.0.0.0/9', '20.1.7.0/24', '21.0.0.0/8', '0.0.0.0/0', '2400::/16', '2401:8000::/17', '2002:1501::/32', '::/0'];

function serveTree(steer: SteeringNode, locations: LocationTable): Served {
  return serve(exampleZone('', steering(POOLS, [record('www', steer)])), { locations });
}

/** What steering is told of each client of a family, from the entries of the database as they are written. */
function clientsOf(entries: Entries, { locations }: LocationTable, bits: Bits): Truth<Client> {
  const countries = countriesOf(entries, bits, bordersOf(BLOCKS, bits));
  const known = new Map(locations.map(location => [location.country, location]));
  const client = (address: bigint): Client => ({
    location: known.get(countries.at(address))!,
    address: octetsOf(address, bits === 32 ? 4 : 16),
  });
  return new Truth(
    bits,
    countries.borders.map(first => ({ first, length: bits })),
    client,
  );
}

/** The scope by the letter: as far around the client as all are treated alike, and no shorter than the network that chooses. */
function expectedScope(steer: SteeringNode, clients: Truth<Client>, address: Uint8Array): number {
  const own: Client = { ...clients.at(numberOf(address)), address };
  const chosen = chosenBy(steer, own);
  if (!chosen) return 0;
  const sight = sightOf(steer, own);
  const widest = clients.widest(numberOf(address), (_, other) => sightOf(steer, other) === sight);
  return Math.max(widest, address.length === 4 ? chosen.ipv4 : chosen.ipv6);
}

function expectScopes(steer: SteeringNode, entries: Entries, gen: fc.GeneratorValue, count: number): void {
  const table = tableOf(entries);
  const served = serveTree(steer, table);
  for (const bits of FAMILIES) {
    const clients = clientsOf(entries, table, bits);
    for (let i = 0; i < count; i++) {
      const address = gen(() => addressesNear(clients, bits));
      const text = formatIp(address);
      const { scope } = served.ask('www.example.com.', 'A', { client: text });
      expect([text, scope]).toEqual([text, expectedScope(steer, clients, address)]);
    }
  }
}

const TREES: Readonly<Record<string, SteeringNode>> = {
  'failover, for everybody': failover('hz', 'bj'),
  'weighted, for everybody': weighted(['hz', 1], ['fr', 2]),
  'all, for everybody': all(2, 'hz', 'sg'),
  'geo by country': geo({ 'country:CN': 'hz', 'country:DE': 'fr', default: 'bj' }),
  'geo by continent, with nothing elsewhere': geo({ 'continent:AS': 'hz', 'continent:EU': 'fr' }),
  nearest: nearest(0, 'hz', 'bj', 'fr'),
  'nearest within': nearest(300, 'hz', 'bj', 'fr'),
  subnet: subnet({ '20.0.0.0/9': 'hz', '20.1.7.0/24': 'bj', '2400::/16': 'hz', default: 'fr' }),
  'subnet of everything': subnet({ '0.0.0.0/0': 'hz', '::/0': 'fr' }),
  sticky: sticky(['hz', 1], ['bj', 2]),
  'geo before subnet': geo({ 'country:CN': subnet({ '20.1.7.0/24': 'hz', default: 'bj' }), default: nearest(0, 'hz', 'fr') }),
  'subnet before geo': subnet({ '20.0.0.0/9': geo({ 'country:CN': 'hz', default: 'bj' }), '2401:8000::/17': 'sg', default: 'fr' }),
  'sticky before geo': sticky([geo({ 'country:CN': 'hz', default: 'bj' }), 1], [subnet({ '21.0.0.0/8': 'fr' }), 1]),
};

describe('the scope of what the engine answers is that of a plain reference', () => {
  test.each(Object.entries(TREES))('%s', (_, steer) => {
    fc.assert(
      fc.property(anyEntries, fc.gen(), (entries, gen) => expectScopes(steer, entries, gen, 8)),
      { numRuns: 25 },
    );
  });

  test('for any tree', () => {
    fc.assert(
      fc.property(anyTree({ blocks: BLOCKS }), anyEntries, fc.gen(), (steer, entries, gen) => expectScopes(steer, entries, gen, 8)),
      { numRuns: 300 },
    );
  });

  test('for record sets that are classed together', () => {
    fc.assert(
      fc.property(fc.array(anyTree({ blocks: BLOCKS }), { minLength: 2, maxLength: 8 }), anyEntries, fc.gen(), (trees, entries, gen) => {
        const table = tableOf(entries);
        const records = trees.map((steer, i) => record(`w${i}`, steer));
        const served = serve(exampleZone('', steering(POOLS, records)), { locations: table });
        for (const bits of FAMILIES) {
          const clients = clientsOf(entries, table, bits);
          const address = gen(() => addressesNear(clients, bits));
          const scopes = trees.map((_, i) => served.ask(`w${i}.example.com.`, 'A', { client: formatIp(address) }).scope);
          expect(scopes).toEqual(trees.map(steer => expectedScope(steer, clients, address)));
        }
      }),
      { numRuns: 150 },
    );
  });
});
