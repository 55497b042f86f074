import { Worker } from 'node:worker_threads';
import type { Clock } from '../lib/clock.ts';
import { closeLeftOpen, createDescriptors } from './descriptors.ts';
import { ListenError } from './listen-error.ts';
import type { BoundAddress } from './transport.ts';
import type { Order, Report, WorkerSetup } from './worker-protocol.ts';

/** A worker that lived so long has not died of its start; the next one starts at once. */
const HEALTHY_MS = 1000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** How long a worker may take to close its sockets before its thread is ended. */
const STOP_MS = 500;

/** What a thread begins with, but for what it shares with its supervisor. */
export type Beginning = Omit<WorkerSetup, 'descriptors' | 'orders'>;

export interface SupervisedWorkerOptions {
  /** The module that the thread runs. */
  readonly entry: URL;
  /** What the thread is called where the system lists threads: 15 octets at most. */
  readonly name: string;
  /** What a thread begins with, asked for at each start, and the orders that follow at once. */
  readonly begin: () => { readonly setup: Beginning; readonly orders: readonly Order[] };
  readonly clock: Clock;
  readonly onReport: (report: Report) => void;
  /** The thread is gone although nobody stopped it; another one starts by itself. */
  readonly onDeath: (error: Error) => void;
}

export interface Listening {
  readonly bound: readonly BoundAddress[];
  readonly warnings: readonly string[];
}

/** One worker of the responder that is always there: a thread that dies is replaced, sooner if it had lived well. */
export class SupervisedWorker {
  private readonly options: SupervisedWorkerOptions;
  private readonly descriptors = createDescriptors();
  private readonly orders = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private thread: Worker | undefined;
  private cancelRestart: () => void = () => {};
  private stopping = false;
  private pauseMs = 0;
  private endReason: Error | undefined;

  constructor(options: SupervisedWorkerOptions) {
    this.options = options;
  }

  /** Whether a thread is there to send orders to. */
  get running(): boolean {
    return this.thread !== undefined;
  }

  /** Starts the first thread; resolves when it listens, rejects (ListenError) when it cannot, and is not tried again then. */
  start(): Promise<Listening> {
    const { promise, resolve, reject } = Promise.withResolvers<Listening>();
    let listening = false;
    this.launch(
      report => {
        listening = true;
        resolve(report);
      },
      error => {
        if (listening) this.replace(error);
        else reject(error);
      },
    );
    return promise;
  }

  send(order: Order): void {
    if (!this.thread) return;
    this.thread.postMessage(order);
    // Only now: whoever sees the number finds the message.
    Atomics.add(this.orders, 0, 1);
  }

  /** Ends a thread that does not do its work any more; another one starts by itself. */
  end(reason: Error): void {
    this.endReason = reason;
    void this.thread?.terminate();
  }

  /** Resolves when the thread has ended: by itself, or ended after half a second. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.cancelRestart();
    const thread = this.thread;
    if (!thread) return;
    const exited = new Promise<void>(resolve => thread.once('exit', () => resolve()));
    const cancel = this.options.clock.after(STOP_MS, () => void thread.terminate());
    this.send({ kind: 'stop' });
    await exited;
    cancel();
  }

  private launch(onListening: (report: Listening) => void, onGone: (error: Error) => void): void {
    const { entry, name, begin, onReport } = this.options;
    const { setup, orders } = begin();
    const workerData: WorkerSetup = { ...setup, descriptors: this.descriptors, orders: this.orders };
    const thread = new Worker(entry, { name, workerData });
    this.thread = thread;
    let reason: Error | undefined;
    thread.on('message', (report: Report) => {
      if (report.kind === 'listening') onListening(report);
      else if (report.kind === 'cannot-listen') reason = new ListenError(report.where, report.code);
      onReport(report);
    });
    thread.on('error', error => {
      reason = error instanceof Error ? error : new Error(String(error));
    });
    thread.on('exit', code => {
      this.thread = undefined;
      closeLeftOpen(this.descriptors);
      const cause = reason ?? this.endReason;
      this.endReason = undefined;
      if (!this.stopping) onGone(cause ?? new Error(`responder worker ended with code ${code}`));
    });
    for (const order of orders) this.send(order);
  }

  private replace(error: Error): void {
    this.options.onDeath(error);
    if (this.pauseMs === 0) this.relaunch();
    else this.cancelRestart = this.options.clock.after(this.pauseMs, () => this.relaunch());
  }

  private relaunch(): void {
    const startedAtMs = this.options.clock.monotonic();
    this.launch(
      () => {},
      error => {
        const healthy = this.options.clock.monotonic() - startedAtMs >= HEALTHY_MS;
        this.pauseMs = healthy ? 0 : Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, this.pauseMs * 2));
        this.replace(error);
      },
    );
  }
}
