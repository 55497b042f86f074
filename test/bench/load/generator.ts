/**
 * A process of its own that asks at a steady rate and notes when each answer came: `generator.ts ORDER`. Prints a line when it begins, and
 * its outcome when it is over. It asks in batches over the same calls as the responder, and nothing is allocated while it runs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Libc, loadLibc } from '../../../src/responder/libc.ts';
import { MessageSlots } from '../../../src/responder/message-slots.ts';
import { encodeSocketAddress } from '../../../src/responder/socket-address-codec.ts';
import { createWatch } from '../../../src/responder/socket-watch.ts';
import { openUdpSocket } from '../../../src/responder/udp-socket.ts';
import { encodeQuestion, endOfQuestion } from './question.ts';
import { percentile, traceOctets, traceOver } from './trace.ts';

/** See SteadyAsk. */
export interface GeneratorOrder {
  readonly port: number;
  readonly questions: string;
  readonly option: readonly number[] | undefined;
  readonly seconds: number;
  readonly rate: number;
  readonly ports: number;
  readonly spins: boolean;
  /** Columns of the trace, see trace.ts. */
  readonly traceFile: string;
}

export interface GeneratorOutcome {
  readonly sent: number;
  readonly answered: number;
  /** How much later than planned questions went, at the 99.9th percentile, in milliseconds: what is below cannot be told apart. */
  readonly lateMs: number;
}

/** After the last question, so long is waited for answers. */
const LAST_ANSWERS_MS = 1000;
const MSG_DONTWAIT = 0x40;
const BATCH = 64;
const IDS = 65_536;
/** From a record's beginning to the end of an A record's data, its name being a pointer. */
const A_RECORD = 16;

class Generator {
  readonly #libc: Libc;
  readonly #order: GeneratorOrder;
  readonly #queries: readonly Uint8Array[];
  readonly #sockets;
  readonly #watch;
  readonly #out: MessageSlots;
  readonly #in: MessageSlots;
  readonly #total: number;
  /** By port and ID: when a question went that has no answer yet, or 0. */
  readonly #sentMs: Float64Array;
  readonly #lateMs: Float64Array;
  readonly #noted: ReturnType<typeof traceOver>;
  #answered = 0;

  constructor(libc: Libc, order: GeneratorOrder) {
    const lines = readFileSync(order.questions, 'utf8').trimEnd().split('\n');
    const option = order.option && Uint8Array.from(order.option);
    this.#libc = libc;
    this.#order = order;
    this.#queries = lines.map(line => encodeQuestion(line, option));
    this.#sockets = Array.from({ length: order.ports }, () => openUdpSocket(libc, { address: '127.0.0.1', port: 0 }, false));
    this.#watch = createWatch(libc, this.#sockets);
    this.#out = new MessageSlots(libc, 1, false);
    this.#in = new MessageSlots(libc, BATCH, false);
    this.#total = Math.floor(order.seconds * order.rate);
    this.#sentMs = new Float64Array(order.ports * IDS);
    this.#lateMs = new Float64Array(this.#total);
    this.#noted = traceOver(new ArrayBuffer(traceOctets(this.#total)), this.#total);
    this.#out.clear();
    this.#out.names.set(encodeSocketAddress({ address: '127.0.0.1', port: order.port }));
  }

  run(): GeneratorOutcome {
    const { rate, spins } = this.#order;
    const beganMs = performance.now();
    const overMs = beganMs + (this.#total * 1000) / rate + LAST_ANSWERS_MS;
    let sent = 0;
    for (let nowMs = beganMs; nowMs < overMs && this.#answered < this.#total; nowMs = performance.now()) {
      const due = Math.min(this.#total, Math.floor(((nowMs - beganMs) * rate) / 1000) + 1);
      for (; sent < due; sent++) this.#ask(sent, beganMs + (sent * 1000) / rate);
      this.#listen(spins ? 0 : 1);
    }
    return { sent, answered: this.#answered, lateMs: percentile(this.#lateMs.sort(), 0.999) };
  }

  #ask(turn: number, dueMs: number): void {
    const socket = turn % this.#sockets.length;
    const id = Math.floor(turn / this.#sockets.length) % IDS;
    const query = this.#queries[turn % this.#queries.length]!;
    const octets = this.#out.octets[0]!;
    octets.set(query);
    octets[0] = id >> 8;
    octets[1] = id & 255;
    this.#out.setLength(0, query.length);
    const nowMs = performance.now();
    this.#sentMs[socket * IDS + id] = nowMs;
    this.#lateMs[turn] = nowMs - dueMs;
    if (this.#libc.sendmmsg(this.#sockets[socket]!.fd, this.#out.headerAddress(0), 1, 0) !== 1) this.#sentMs[socket * IDS + id] = 0;
  }

  #listen(waitMs: number): void {
    if (this.#watch.wait(waitMs) <= 0) return;
    for (let socket = 0; socket < this.#sockets.length; socket++) {
      if (!this.#watch.ready(socket)) continue;
      this.#in.clear();
      const count = this.#libc.recvmmsg(this.#sockets[socket]!.fd, this.#in.headerAddress(0), BATCH, MSG_DONTWAIT, 0);
      const nowMs = performance.now();
      if (count <= 0) continue;
      this.#in.fill(count);
      for (let slot = 0; slot < count; slot++) this.#note(socket, this.#in.octets[slot]!, this.#in.received(slot), nowMs);
    }
  }

  #note(socket: number, answer: Uint8Array, length: number, nowMs: number): void {
    const at = socket * IDS + ((answer[0]! << 8) | answer[1]!);
    if (this.#sentMs[at] === 0) return;
    const last = endOfQuestion(answer) + A_RECORD - 1;
    this.#noted.sentMs[this.#answered] = this.#sentMs[at]!;
    this.#noted.receivedMs[this.#answered] = nowMs;
    this.#noted.port[this.#answered] = socket;
    this.#noted.octet[this.#answered] = answer[7]! > 0 && last < length ? answer[last]! : 0;
    this.#sentMs[at] = 0;
    this.#answered++;
  }

  /** The trace as a file, in times of the clock that all processes share. */
  write(): void {
    const offsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();
    const { sentMs, receivedMs, port, octet } = this.#noted;
    const shared = [sentMs, receivedMs].map(times => times.map(ms => ms + offsetMs));
    const columns = [...shared, port, octet].map(column => column.subarray(0, this.#answered));
    writeFileSync(
      this.#order.traceFile,
      Buffer.concat(columns.map(column => Buffer.from(column.buffer, column.byteOffset, column.byteLength))),
    );
  }
}

async function main(): Promise<void> {
  const libc = await loadLibc();
  if (typeof libc === 'string') throw new Error(`no batched sockets: ${libc}`);
  const generator = new Generator(libc, JSON.parse(process.argv[2]!) as GeneratorOrder);
  console.log('begins');
  const outcome = generator.run();
  generator.write();
  console.log(JSON.stringify(outcome));
}

await main();
