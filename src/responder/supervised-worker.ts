import type { BoundAddress } from './transport.ts';
import type { Order, Report } from './worker-protocol.ts';
import { type Beginning, type Gone, WorkerThread, type WorkerThreadOptions } from './worker-thread.ts';

/** A worker that lived so long has not died of its start; the next one starts at once. */
const HEALTHY_MS = 1000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** How long a worker may take to close its sockets before its thread is ended. */
const STOP_MS = 500;

export interface SupervisedWorkerOptions extends WorkerThreadOptions {
  /** What a thread begins with, asked for at each start, and the orders that follow at once. */
  readonly begin: () => { readonly setup: Beginning; readonly orders: readonly Order[] };
  /** The thread is gone, or hangs and has been given up, although nobody stopped it; another one starts by itself. */
  readonly onDeath: (gone: Gone) => void;
}

export interface Listening {
  readonly bound: readonly BoundAddress[];
  readonly warnings: readonly string[];
}

/** One worker of the responder that is always there: a thread that dies or hangs is replaced, sooner if it had lived well. */
export class SupervisedWorker {
  private readonly options: SupervisedWorkerOptions;
  private thread: WorkerThread | undefined;
  private cancelRestart: () => void = () => {};
  private stopping = false;
  private pauseMs = 0;

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
      gone => {
        if (listening) this.replace(gone);
        else reject(gone.error);
      },
    );
    return promise;
  }

  send(order: Order): void {
    this.thread?.send(order);
  }

  /** Ends the thread if it hangs. To be called every `LOOK_MS`. */
  look(sinceLastLookMs: number): void {
    this.thread?.look(sinceLastLookMs);
  }

  /** Resolves when the thread has ended: by itself, ended after half a second, or given up after another one. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.cancelRestart();
    const { thread } = this;
    if (!thread) return;
    const cancel = this.options.clock.after(STOP_MS, () => thread.end());
    thread.send({ kind: 'stop' });
    await thread.gone;
    cancel();
  }

  private launch(onListening: (report: Listening) => void, onGone: (gone: Gone) => void): void {
    const { begin, onReport } = this.options;
    const { setup, orders } = begin();
    const thread = new WorkerThread(setup, {
      ...this.options,
      onReport(report: Report) {
        if (report.kind === 'listening') onListening(report);
        onReport(report);
      },
    });
    this.thread = thread;
    void thread.gone.then(gone => {
      this.thread = undefined;
      if (!this.stopping) onGone(gone);
    });
    for (const order of orders) thread.send(order);
  }

  private replace(gone: Gone): void {
    this.options.onDeath(gone);
    if (this.pauseMs === 0) this.relaunch();
    else this.cancelRestart = this.options.clock.after(this.pauseMs, () => this.relaunch());
  }

  private relaunch(): void {
    const startedAtMs = this.options.clock.monotonic();
    this.launch(
      () => {},
      gone => {
        const healthy = this.options.clock.monotonic() - startedAtMs >= HEALTHY_MS;
        this.pauseMs = healthy ? 0 : Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, this.pauseMs * 2));
        this.replace(gone);
      },
    );
  }
}
