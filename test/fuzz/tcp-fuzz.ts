import { once as event } from 'node:events';
import { type Random, seededRandom } from '../../src/lib/random.ts';
import type { BoundAddress, Responder } from '../../src/responder/responder.ts';
import { closed, connectTo, framed } from '../responder/ask-responder.ts';
import { deservesAnswer, judge } from './judge.ts';
import { packetOf } from './packets.ts';
import { PacketFailure } from './socket-run.ts';
import { octets, once, type Tally, tally } from './target.ts';

const CONNECTIONS = 8;
const PATIENCE_MS = 15_000;
const STREAM_SIZE = 65_535;
/** Longer messages end the connection. */
const LONGEST_QUERY = 4096;

/** Over TCP: several messages a connection, behind true lengths or false ones, in pieces of any size, cut off anywhere. */
export async function fuzzTcp(responder: Responder, seed: number, ended: () => boolean, counts: Tally): Promise<void> {
  const addresses = responder.addresses.filter(({ transport }) => transport === 'tcp');
  for (let next = seed; !ended(); next += CONNECTIONS) {
    const seeds = Array.from({ length: CONNECTIONS }, (_, i) => (next + i) >>> 0);
    await Promise.all(seeds.map((each, i) => connection(addresses[i % addresses.length]!, each, counts)));
  }
}

async function connection(at: BoundAddress, seed: number, counts: Tally): Promise<void> {
  const random = seededRandom(seed);
  const stream = streamOf(random, seed);
  try {
    const { queries, whole } = queriesIn(stream);
    const answered = messagesIn(await exchange(at, stream, random), whole);
    if (answered.length > queries.length) throw new Error(`${answered.length} answers to ${queries.length} queries`);
    if (whole && answered.length < queries.length) throw new Error(`only ${answered.length} answers to ${queries.length} queries`);
    for (const [i, answer] of answered.entries())
      tally(counts, `RCODE ${judge(queries[i]!, answer, { stream: true, maxSize: STREAM_SIZE })}`);
    tally(counts, whole ? 'connections in order' : 'connections of nonsense');
  } catch (error) {
    throw new PacketFailure(seed, stream, (error as Error).message, error);
  }
}

function streamOf(random: Random, seed: number): Buffer {
  const packets = Array.from({ length: 1 + (random() % 12) }, (_, i) => packetOf((seed + i * 7919) >>> 0));
  // Mostly what ends a connection is left out, so that what follows it is seen too.
  const sent = once(random, 3) ? packets : packets.filter(packet => deservesAnswer(packet) && packet.length <= LONGEST_QUERY);
  const stream = Buffer.concat(sent.map(packet => (once(random, 60) ? Buffer.from(packet) : framed(packet))));
  return once(random, 6)
    ? stream.subarray(0, random() % (stream.length + 1))
    : once(random, 10)
      ? Buffer.from(octets(random, 200))
      : stream;
}

/** Sends a stream in pieces, closes its side, and gives all that came back until the other side closed. */
async function exchange(at: BoundAddress, stream: Buffer, random: Random): Promise<Buffer> {
  const socket = await connectTo(at);
  const end = closed(socket);
  const received: Buffer[] = [];
  socket.on('data', chunk => received.push(chunk));
  socket.setNoDelay(true);
  for (let from = 0; from < stream.length && socket.writable; ) {
    const size = once(random, 2) ? stream.length : 1 + (random() % 40);
    if (!socket.write(stream.subarray(from, from + size))) await Promise.race([event(socket, 'drain').catch(() => {}), end]);
    from += size;
    if (once(random, 4)) await new Promise(resolve => setImmediate(resolve));
  }
  socket.end();
  const timer = setTimeout(() => socket.destroy(new Error('hangs')), PATIENCE_MS);
  await end;
  clearTimeout(timer);
  if (socket.errored?.message === 'hangs') throw new Error(`the connection is not closed after ${PATIENCE_MS / 1000} s`);
  return Buffer.concat(received);
}

/** A connection that was not closed in order may end in the middle of an answer. */
function messagesIn(received: Buffer, whole: boolean): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at < received.length; at += 2 + received.readUInt16BE(at)) {
    if (at + 2 > received.length || at + 2 + received.readUInt16BE(at) > received.length) {
      if (whole) throw new Error('half an answer');
      break;
    }
    messages.push(received.subarray(at + 2, at + 2 + received.readUInt16BE(at)));
  }
  return messages;
}

/** The messages that have to be answered; `whole` where none ends the connection before its time. */
function queriesIn(stream: Buffer): { readonly queries: readonly Buffer[]; readonly whole: boolean } {
  const queries: Buffer[] = [];
  let at = 0;
  while (at + 2 <= stream.length) {
    const length = stream.readUInt16BE(at);
    const query = stream.subarray(at + 2, at + 2 + length);
    if (length < 12 || length > LONGEST_QUERY) return { queries, whole: false };
    if (query.length < length) break;
    if (!deservesAnswer(query)) return { queries, whole: false };
    queries.push(query);
    at += 2 + length;
  }
  return { queries, whole: true };
}
