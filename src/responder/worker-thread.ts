import { closeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../lib/clock.ts';
import { closeAll, closeLeftOpen, takeAway } from './descriptors.ts';
import type { Libc } from './libc.ts';
import { ListenError } from './listen-error.ts';
import { Pulse } from './pulse.ts';
import { announceOrder, beats, createLink, type WorkerLink } from './worker-link.ts';
import type { Order, Report, WorkerSetup } from './worker-protocol.ts';

/** How long a thread that is ended may take; one that stands in a call of the system does not end before the call does. */
const ENDING_MS = 500;

/** What a thread begins with, but for what it shares with the main thread. */
export type Beginning = Omit<WorkerSetup, 'link'>;

export interface WorkerThreadOptions {
  /** The module that the thread runs. */
  readonly entry: URL;
  /** What the thread is called where the system lists threads: 15 octets at most. */
  readonly name: string;
  readonly clock: Clock;
  /** For what the thread may open past Node, and to wake it; undefined for one that is driven by events alone. */
  readonly libc: Libc | undefined;
  readonly onReport: (report: Report) => void;
}

export interface Gone {
  readonly error: Error;
  /** It would not end, and may still run. */
  readonly abandoned: boolean;
}

/** One thread of a worker, from its start to its end. */
export class WorkerThread {
  /** Resolves when the thread has ended, or half a second after it was to be ended and did not. Nothing is reported from then on. */
  readonly gone: Promise<Gone>;
  private readonly options: WorkerThreadOptions;
  private readonly link: WorkerLink;
  private readonly thread: Worker;
  private readonly pulse = new Pulse();
  private readonly outcome = Promise.withResolvers<Gone>();
  private left = false;
  private takenAway: readonly number[] = [];
  private reason: Error | undefined;
  private endReason: Error | undefined;
  private cancelEnding: (() => void) | undefined;

  constructor(beginning: Beginning, options: WorkerThreadOptions) {
    this.options = options;
    this.gone = this.outcome.promise;
    this.link = createLink(options.libc);
    const workerData: WorkerSetup = { ...beginning, link: this.link };
    this.thread = new Worker(options.entry, { name: options.name, workerData });
    this.thread.on('message', (report: Report) => this.heed(report));
    this.thread.on('error', error => {
      this.reason = error instanceof Error ? error : new Error(String(error));
    });
    this.thread.on('exit', code => this.bury(code));
  }

  send(order: Order): void {
    if (this.left) return;
    this.thread.postMessage(order);
    announceOrder(this.link);
  }

  /** Ends the thread if it has given no sign of life for long. To be called every `LOOK_MS`. */
  look(sinceLastLookMs: number): void {
    const hung = this.pulse.look(beats(this.link), sinceLastLookMs);
    if (hung) this.end(hung);
  }

  /** Ends the thread, and takes its sockets from it at once. */
  end(reason?: Error): void {
    if (this.left || this.cancelEnding) return;
    this.endReason = reason;
    if (this.options.libc) this.takenAway = takeAway(this.options.libc, this.link.descriptors);
    this.cancelEnding = this.options.clock.after(ENDING_MS, () => this.leave(reason ?? new Error('it does not end'), true));
    void this.thread.terminate();
  }

  private heed(report: Report): void {
    if (this.left) return;
    if (report.kind === 'cannot-listen') this.reason = new ListenError(report.where, report.code);
    this.options.onReport(report);
  }

  private bury(code: number): void {
    const { bell, descriptors } = this.link;
    closeLeftOpen(descriptors);
    closeAll(this.takenAway);
    if (bell !== undefined) closeSync(bell);
    this.leave(this.endReason ?? this.reason ?? new Error(`responder worker ended with code ${code}`), false);
  }

  private leave(error: Error, abandoned: boolean): void {
    this.left = true;
    this.cancelEnding?.();
    this.outcome.resolve({ error, abandoned });
  }
}
