/**
 * Run with --expose-gc and a young generation that no run fills. Prints as JSON how many octets of the heap one query takes: by kind of query
 * through the engine, and through the batched transport with its calls into the C library.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { createAskers } from '../../src/answer/askers.ts';
import { createExposureMemory, ringsFor } from '../../src/answer/exposure-memory.ts';
import { ExposureTally } from '../../src/answer/exposure-tally.ts';
import { createLookup } from '../../src/answer/lookup.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { seededBits } from '../../src/lib/random.ts';
import { openBell } from '../../src/responder/bell.ts';
import { COUNTER, createCounters } from '../../src/responder/counters.ts';
import { createDescriptors } from '../../src/responder/descriptors.ts';
import { createEngine, type Engine } from '../../src/responder/engine.ts';
import type { Libc } from '../../src/responder/libc.ts';
import { MessageSlots } from '../../src/responder/message-slots.ts';
import { createPeer, readPeer } from '../../src/responder/peer-address.ts';
import { protocolOf } from '../../src/responder/protocol.ts';
import { encodeSocketAddress } from '../../src/responder/socket-address-codec.ts';
import { openUdpBatched } from '../../src/responder/udp-batched.ts';
import { openUdpSocket } from '../../src/responder/udp-socket.ts';
import { exampleZone, serve } from '../answer/serve.ts';
import { everythingTable } from '../fuzz/everything.ts';
import { pool, record, steering } from '../steering/declare.ts';
import { realLibc } from './failing-libc.ts';
import { queryBytes, subnetData } from './query-bytes.ts';

const ROUNDS = 3;
const QUERIES = 64_000;
const BATCH = 64;
const MSG_DONTWAIT = 0x40;
const AAAA = 28;
const ECS = 8;
const COOKIE = 10;

const subnet = (family: number, source: number, ...address: number[]) => ({
  options: [[ECS, subnetData(family, source, 0, ...address)]] as const,
});
const QUERY_KINDS: Readonly<Record<string, Uint8Array>> = {
  static: queryBytes('a.b.c.d.e.f.g.example.org.'),
  'mixed case': queryBytes('A.b.C.d.E.f.G.example.org.'),
  wildcard: queryBytes('x.y.below.example.com.', { type: 16 }),
  alias: queryBytes('x.g.example.org.'),
  dname: queryBytes('x.long.example.org.'),
  weighted: queryBytes('example.org.'),
  'weighted, IPv6': queryBytes('example.org.', { type: AAAA }),
  sticky: queryBytes('sticky.example.org.'),
  'by place': queryBytes('x.w.example.org.'),
  'by place of the client subnet': queryBytes('x.w.example.org.', { edns: subnet(1, 24, 10, 1, 2) }),
  'by place of the IPv6 client subnet': queryBytes('x.w.example.org.', { edns: subnet(2, 56, 0x20, 1, 0x0d, 0xb8, 0, 0, 0) }),
  'no such name': queryBytes('nothing.here.example.com.'),
  'not ours': queryBytes('www.example.invalid.'),
  truncated: queryBytes('many.example.org.', { type: AAAA }),
  large: queryBytes('many.example.org.', { type: AAAA, edns: { payloadSize: 4096 } }),
  cookie: queryBytes('example.org.', { edns: { options: [[COOKIE, [1, 2, 3, 4, 5, 6, 7, 8]]] } }),
  'not well formed': queryBytes('example.org.', { counts: [1, 1, 0, 0] }),
};

const table = await everythingTable();
// With this seed the networks that ask here are among those that are looked at.
const exposure = new ExposureTally();
exposure.use(createExposureMemory(ringsFor(60, 1), 1000));
const counting = { exposure, askers: createAskers(64) };
const source = createLookup(table, seededBits(1), counting);
const counters = createCounters();
const identity = { version: undefined, serverId: 'ns1' };
const engine: Engine = createEngine({ source, identity, counters, onFault: fail, protocol: protocolOf({ rateLimit: { perSecond: 1e6 } }) });

let lastCollectionMs = 0;
const noteCollection = ({ startTime }: { readonly startTime: number }) => {
  lastCollectionMs = startTime;
};
const observer = new PerformanceObserver(list => list.getEntries().forEach(noteCollection));
observer.observe({ entryTypes: ['gc'] });

/** Octets of the heap that a query takes, where `run` makes QUERIES: the least of some rounds, since compilers work meanwhile. */
async function octetsOf(run: () => Promise<void> | void): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    globalThis.gc!();
    const startedMs = performance.now();
    const used = process.memoryUsage().heapUsed;
    await run();
    const more = process.memoryUsage().heapUsed - used;
    await new Promise(resolve => setImmediate(resolve));
    observer.takeRecords().forEach(noteCollection);
    // What was collected meanwhile cannot be told.
    taken.push(lastCollectionMs < startedMs ? more / QUERIES : Number.MAX_VALUE);
  }
  return Math.min(...taken);
}

function throughEngine(query: Uint8Array, asked = engine): () => void {
  const peer = createPeer();
  readPeer('198.51.100.7', peer);
  const out = new Uint8Array(4096);
  return () => {
    for (let i = 0; i < QUERIES; i++) {
      if (i % BATCH === 0) asked.tick();
      asked.respond(query, query.length, peer, out, 4096, false);
    }
  };
}

/** An engine whose answers are shortened, each by itself, to run out just after a look. */
function alignedEngine(): Engine {
  const looks = { everyMs: 10_000 / 3, phaseMs: 1234.5, confirmedMs: 500, doubtedMs: 400 };
  const states = { 'x/a': { outlook: { turnsInMs: 30_000, looks, unsettled: false } } };
  const { compiled } = serve(exampleZone('', steering([pool('x', ['192.0.2.1'])], [record('www', 'x')])), { states });
  return createEngine({ source: createLookup(compiled.table, seededBits(1), counting), identity, counters, onFault: fail });
}

/**
 * The batched transport and a client of its in one thread, over real sockets: before each call that receives, the client sends a full batch
 * of `query` and takes the answers to the one before.
 */
async function throughTransport(libc: Libc, query: Uint8Array): Promise<() => Promise<void>> {
  const slots = new MessageSlots(libc, BATCH, false);
  const answers = new MessageSlots(libc, BATCH, false);
  const [slotsAt, answersAt] = [slots.headerAddress(0), answers.headerAddress(0)];
  const client = openUdpSocket(libc, { address: '127.0.0.1', port: 0 }, false);
  const calls: Libc = {
    ...libc,
    recvmmsg(fd, headers, count, flags, timeout) {
      answers.clear();
      answers.fill(Math.max(0, libc.recvmmsg(client.fd, answersAt, BATCH, MSG_DONTWAIT, 0)));
      libc.sendmmsg(client.fd, slotsAt, BATCH, 0);
      return libc.recvmmsg(fd, headers, count, flags, timeout);
    },
  };
  const needs = { engine, counters, descriptors: createDescriptors(), bell: openBell(libc), clock: systemClock, onFault: fail };
  const transport = await openUdpBatched(calls, { addresses: [{ address: '127.0.0.1', port: 0 }], shared: false, ...needs });
  const server = encodeSocketAddress(transport.bound[0]!);
  slots.clear();
  for (let slot = 0; slot < BATCH; slot++) {
    slots.octets[slot]!.set(query);
    slots.setLength(slot, query.length);
    slots.names.set(server, slot * (slots.names.length / BATCH));
  }
  return async () => {
    const before = counters[COUNTER.UDP4]!;
    await transport.serve(() => counters[COUNTER.UDP4]! - before < QUERIES);
  };
}

const libc = await realLibc();
const result: Record<string, number> = {};
for (const [kind, query] of Object.entries(QUERY_KINDS)) result[kind] = await octetsOf(throughEngine(query));
result.aligned = await octetsOf(throughEngine(queryBytes('www.example.com.'), alignedEngine()));
result['in batches'] = await octetsOf(await throughTransport(libc, QUERY_KINDS['by place of the client subnet']!));
console.log(JSON.stringify(result));
// The sockets of the transport end with the process.
process.exit(0);

function fail(error: unknown): never {
  throw error;
}
