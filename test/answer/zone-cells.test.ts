import { expect, test } from 'vitest';
import { compileTable } from '../../src/answer/compile.ts';
import { createLookup } from '../../src/answer/lookup.ts';
import { createTraffic } from '../../src/answer/table.ts';
import { TrafficLedger } from '../../src/answer/traffic.ts';
import { zoneQueriesOf } from '../../src/answer/zone-cells.ts';
import { labelsToWire, parseLabels } from '../../src/lib/dns-name.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { rcodeName } from '../../src/lib/rcode.ts';
import type { DeclaredZone } from '../../src/model/declared.ts';
import { clientOf, emptyReply, exampleZone, NO_LOCATIONS, START, zone } from './serve.ts';

const EXAMPLE = exampleZone('alias CNAME www.other.test.\nsub NS ns\nsub2 NS ns\nlong DNAME other.test.\n');
const OTHER = zone('other.test.', `${START}www A 192.0.2.80\n`);
const CHILD = zone('sub.example.com.', `${START}www A 192.0.2.81\n`);

/** One worker over these zones, and what it counts. */
function counting(...zones: DeclaredZone[]) {
  const declared = { zones: new Map(zones.map(each => [each.name, each])) };
  const compiled = compileTable({ declared, states: new Map(), locations: NO_LOCATIONS, generation: 1 });
  const traffic = createTraffic(compiled.table);
  const lookup = createLookup(compiled.table, seededRandom(1), { traffic });
  const ask = (name: string, { stream = false, type = 1 } = {}) => {
    const wire = labelsToWire(parseLabels(name));
    const message = Uint8Array.from([...new Array(12).fill(0), ...wire, 0, 0, 0, 0]);
    const question = { message, nameAt: 12, nameLength: wire.length, type };
    lookup.resolve(question, { ...clientOf('203.0.113.9'), stream }, emptyReply(), new Uint8Array(1232), message.length, 1232);
  };
  return { compiled, traffic, ask };
}

function read(compiled: Parameters<typeof zoneQueriesOf>[0], counted: Float64Array): string[] {
  return zoneQueriesOf(compiled, counted).map(({ zone, transport, rcode, count }) => `${zone} ${transport} ${rcodeName(rcode)} ${count}`);
}

test('queries are counted for the zone that the name is in, by transport and RCODE', () => {
  const { compiled, traffic, ask } = counting(EXAMPLE, OTHER, CHILD);
  for (let i = 0; i < 3; i++) ask('ns.example.com');
  ask('missing.example.com');
  ask('ns.example.com', { type: 16 });
  ask('ns.example.com', { stream: true });
  ask('missing.other.test', { stream: true });
  ask('www.sub.example.com');
  ask('www.sub2.example.com');
  expect(read(compiled, traffic)).toEqual([
    'example.com. udp NOERROR 5',
    'example.com. udp NXDOMAIN 1',
    'example.com. tcp NOERROR 1',
    'other.test. udp NOERROR 0',
    'other.test. tcp NXDOMAIN 1',
    'sub.example.com. udp NOERROR 1',
  ]);
});

test('an alias counts where it begins, with the RCODE where it ends', () => {
  const { compiled, traffic, ask } = counting(EXAMPLE, OTHER);
  ask('alias.example.com');
  ask('missing.long.example.com');
  expect(read(compiled, traffic)).toEqual(['example.com. udp NOERROR 1', 'example.com. udp NXDOMAIN 1', 'other.test. udp NOERROR 0']);
});

test('a name in no zone is counted in none', () => {
  const { compiled, traffic, ask } = counting(OTHER);
  ask('www.example.org');
  expect(read(compiled, traffic)).toEqual(['other.test. udp NOERROR 0']);
});

test('a new table takes over what was counted of zones that it still has', () => {
  const first = counting(EXAMPLE, OTHER);
  const next = counting(CHILD, OTHER);
  const all = new Map([first, next].map(({ compiled, traffic }) => [compiled.table, traffic]));
  const ledger = new TrafficLedger(first.compiled, table => all.get(table)!.slice());
  first.ask('ns.example.com');
  first.ask('www.other.test');
  ledger.take(next.compiled);
  next.ask('www.other.test', { stream: true });
  next.ask('www.other.test');
  expect(read(next.compiled, ledger.counted)).toEqual([
    'sub.example.com. udp NOERROR 0',
    'other.test. udp NOERROR 2',
    'other.test. tcp NOERROR 1',
  ]);
});
