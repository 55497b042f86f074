import { randomInt } from 'node:crypto';
import { type Askers, createAskers } from '../answer/askers.ts';
import type { AnswerTable, Decisions } from '../answer/table.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import type { AnswersGiven } from '../model/exposure.ts';
import { type Counters, type CounterValues, createCounters, sumCounters } from './counters.ts';
import { ExposureBlocks, type NumberedAddresses } from './exposure-blocks.ts';
import { type Identity, identityNames } from './identity.ts';
import { type Libc, loadLibc } from './libc.ts';
import { type Protocol, type ProtocolOptions, protocolOf } from './protocol.ts';
import { Publications, type UpdateOrder } from './publications.ts';
import { LOOK_MS } from './pulse.ts';
import { type Listening, SupervisedWorker } from './supervised-worker.ts';
import { TrafficBlocks } from './traffic-blocks.ts';
import type { BoundAddress } from './transport.ts';
import type { ListenAddress, Order, Report, Sockets, UdpChoice, Update } from './worker-protocol.ts';

export type { CounterValues } from './counters.ts';
export type { Identity } from './identity.ts';
export { ListenError } from './listen-error.ts';
export type { BoundAddress } from './transport.ts';
export type { ListenAddress, UdpChoice, Update } from './worker-protocol.ts';

export interface ResponderOptions {
  readonly listen: readonly ListenAddress[];
  /** Threads that answer UDP, at least 1; one more answers TCP. */
  readonly workers: number;
  /** By default `auto`. */
  readonly udp?: UdpChoice;
  readonly table: AnswerTable;
  readonly identity: Identity;
  /** By default cookies with a secret of our own, and no limit. */
  readonly protocol?: ProtocolOptions;
  /** One line for the log. */
  readonly onWarning: (line: string) => void;
  /** A query that could not be looked up, a socket that failed, a worker that died and is being replaced. */
  readonly onFault: (error: Error) => void;
  readonly clock?: Clock;
  /** The module that worker threads run; tests have their own. */
  readonly entry?: URL;
}

export interface Responder {
  readonly addresses: readonly BoundAddress[];
  /**
   * Resolves with the generation when every worker serves it. Rejects with PublicationError if the generation is not above the
   * last one, if the update does not fit the table that is served (which then stays), or when the responder has ended.
   */
  publish(update: Update): Promise<number>;
  counters(): CounterValues;
  /** How many answers the workers have given from `table`, by its traffic cells; zeros for one that was never published. */
  counted(table: AnswerTable): Float64Array;
  /** What the workers have counted of records that were answered, by address. `addresses` are those that tables were compiled with. */
  answersGiven(addresses: NumberedAddresses): AnswersGiven;
  /** Who asks again, and when, as the workers see it: memory that they write at any time. */
  readonly askers: Askers;
  /** Stops answering and frees the addresses, within a second. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts to answer from `table`; resolves when every worker listens. Throws ListenError, one line that names address and reason. */
export async function startResponder(options: ResponderOptions): Promise<Responder> {
  if (!Number.isInteger(options.workers) || options.workers < 1) throw new RangeError(`${options.workers} workers: at least 1 is needed`);
  identityNames(options.identity);
  const responder = new WorkerGroup(options, options.udp === 'portable' ? undefined : await loadLibc());
  try {
    await responder.start();
  } catch (error) {
    await responder[Symbol.asyncDispose]();
    throw error;
  }
  return responder;
}

class WorkerGroup implements Responder {
  addresses: readonly BoundAddress[] = [];
  readonly askers = createAskers(randomInt(2 ** 32));
  private readonly options: ResponderOptions;
  private readonly clock: Clock;
  private readonly libc: Libc | undefined;
  private readonly publications: Publications;
  private readonly protocol: Protocol;
  private readonly blocks: Counters[];
  /** Those of threads that were given up: they may still write there. */
  private readonly oldBlocks: Counters[] = [];
  private readonly traffic: TrafficBlocks;
  private readonly exposure: ExposureBlocks;
  /** The first one answers TCP, all others UDP. */
  private readonly workers: readonly SupervisedWorker[];
  private restarts = 0;
  private cancelLook: () => void = () => {};

  constructor(options: ResponderOptions, libc: Libc | string | undefined) {
    this.options = options;
    this.libc = typeof libc === 'string' ? undefined : libc;
    this.clock = options.clock ?? systemClock;
    this.publications = new Publications(options.table);
    this.protocol = protocolOf(options.protocol);
    // The counters of a worker that died are carried on by its successor.
    this.blocks = Array.from({ length: 1 + options.workers }, createCounters);
    this.traffic = new TrafficBlocks(this.blocks.length);
    this.exposure = new ExposureBlocks(this.blocks.length, this.clock);
    this.exposure.makeRoom(options.table.decisions);
    this.workers = this.blocks.map((_, number) => this.supervise(number));
  }

  /** The worker for TCP claims the addresses; only then those for UDP can take them. All these are told the same by the machine. */
  async start(): Promise<void> {
    this.lookAgain();
    const [tcp, ...udp] = this.workers;
    const claimed: Listening = await tcp!.start();
    this.addresses = claimed.bound;
    for (const warning of claimed.warnings) this.options.onWarning(warning);
    const [first] = await Promise.all(udp.map(worker => worker.start()));
    this.addresses = [...claimed.bound, ...first!.bound];
    for (const warning of first!.warnings) this.options.onWarning(warning);
  }

  publish(update: Update): Promise<number> {
    const running = [...this.workers.keys()].filter(number => this.workers[number]!.running);
    const { order, done } = this.publications.begin(update, running);
    if (!order) return done;
    const more = this.exposure.makeRoom(decisionsOf(update));
    for (const number of running) this.workers[number]!.send(this.counting(number, order, more));
    return done;
  }

  /** A worker that hangs would keep its clients waiting, and whoever waits for an update: it is ended, and its successor begins with the newest answers. */
  private lookAgain(): void {
    const lookedAtMs = this.clock.monotonic();
    this.cancelLook = this.clock.after(LOOK_MS, () => {
      for (const worker of this.workers) worker.look(this.clock.monotonic() - lookedAtMs);
      this.lookAgain();
    });
  }

  counters(): CounterValues {
    return sumCounters([...this.blocks, ...this.oldBlocks], this.restarts);
  }

  counted(table: AnswerTable): Float64Array {
    return this.traffic.sum(table);
  }

  answersGiven(addresses: NumberedAddresses): AnswersGiven {
    return this.exposure.read(addresses);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cancelLook();
    this.publications.end();
    await Promise.all(this.workers.map(worker => worker.stop()));
  }

  private supervise(number: number): SupervisedWorker {
    return new SupervisedWorker({
      name: number === 0 ? 'meridian-tcp' : `meridian-udp-${number}`,
      entry: this.options.entry ?? new URL('./worker.ts', import.meta.url),
      begin: () => ({ setup: this.setup(number), orders: this.publications.join(number).map(order => this.counting(number, order)) }),
      clock: this.clock,
      onReport: report => this.note(number, report),
      libc: number === 0 ? undefined : this.libc,
      onDeath: ({ error, abandoned }) => {
        this.restarts++;
        if (abandoned) {
          this.oldBlocks.push(...this.blocks.splice(number, 1, createCounters()));
          this.exposure.renew(number);
        }
        this.publications.leave(number);
        this.options.onFault(new Error(`a responder worker died and is being replaced: ${error.message}`, { cause: error }));
      },
    });
  }

  private setup(number: number) {
    const { identity } = this.options;
    const { base } = this.publications;
    return {
      ...base,
      traffic: this.traffic.of(base.table, number),
      exposure: this.exposure.of(number),
      askers: this.askers,
      identity,
      protocol: this.protocol,
      counters: this.blocks[number]!,
      sockets: this.sockets(number),
    };
  }

  /** An order for one worker, which is told where to count where that is new. */
  private counting(number: number, { update, ...order }: UpdateOrder, moreExposure = false): Order {
    const exposure = moreExposure ? this.exposure.of(number) : undefined;
    if ('change' in update) return { ...order, update: { ...update, exposure } };
    return { ...order, update: { ...update, traffic: this.traffic.of(update.table, number), exposure } };
  }

  private sockets(number: number): Sockets {
    const { listen, workers, udp = 'auto' } = this.options;
    if (this.addresses.length === 0) return { kind: 'claim', listen };
    const addresses = this.addresses.filter(({ transport }) => transport === 'tcp');
    return number === 0 ? { kind: 'tcp', addresses } : { kind: 'udp', addresses, shared: workers > 1, choice: udp };
  }

  private note(number: number, report: Report): void {
    if (report.kind === 'serving') this.publications.confirm(number, report.sequence);
    else if (report.kind === 'refused') this.publications.refuse(report.sequence, report.error);
    else if (report.kind === 'fault') this.options.onFault(report.error);
  }
}

function decisionsOf(update: Update): Decisions {
  return 'change' in update ? update.change.decisions : update.table.decisions;
}
