import { type ControlResult, isCutOff, MAX_CONTROLS, REPORT_EVERY_MS, type RefusedProbe, reportPath } from '../../src/fleet/contract.ts';
import { fullJitterMs } from '../../src/lib/backoff.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Random } from '../../src/lib/random.ts';
import type { Observation } from '../../src/model/health.ts';
import type { Controller } from './controller.ts';
import { counted } from './counted.ts';
import { HeldUp } from './held-up.ts';
import type { AgentLog } from './log.ts';
import { Outbox, type Seen } from './outbox.ts';
import { type DraftReport, encodeReport, fitting, fittingRefusals } from './report.ts';
import { type Sent, sendReport } from './send-report.ts';
import { ToldSeldom } from './told-seldom.ts';

/** What is no news waits for others so long. */
const GATHER_MS = 900;

/** News go at once, but reports do not follow each other faster than this: thousands of endpoints can fail in the same second. */
const BETWEEN_MS = 20;

const BACKOFF = { firstMs: 500, mostMs: 30_000 };
const DENIED_MS = 30_000;

export interface ReporterOptions {
  readonly controller: Controller;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: AgentLog;
  readonly vantage: string;
  readonly boot: string;
  /** The controller's grid time. */
  readonly gridMs: () => number;
  /** How the control targets do, now. */
  readonly controls: () => readonly ControlResult[];
  /** Whether more than half of them were seen to fail at any time since then, on the monotonic clock. */
  readonly wasCutOffSince: (monotonicMs: number) => boolean;
  /** These failed, and the controller may have heard of it too late for that to count. */
  readonly onHeldUp: (probes: readonly string[]) => void;
  /** The controller has all there was. */
  readonly onEmpty: () => void;
}

/**
 * Brings what the agent sees to the controller: one report on its way at a time, sent again with the same number and content until the
 * controller has it or will not have it. Reports go only while there is a stream, for without one the controller does not know this
 * vantage. Disposed, it sends nothing more.
 */
export class Reporter implements Disposable {
  readonly #options: ReporterOptions;
  readonly #outbox = new Outbox();
  readonly #heldUp = new HeldUp(this.#outbox);
  readonly #ending = new AbortController();
  readonly #troubles: ToldSeldom;
  #refused: readonly RefusedProbe[] = [];
  #connected = false;
  #sequence = 0;
  #unanswered: DraftReport | undefined;
  #sending = false;
  #failures = 0;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  /** When the next report is to go, on the monotonic clock. */
  #dueMs = Number.POSITIVE_INFINITY;
  /** After a report that did not get through, nothing goes before this, however new it is. */
  #notBeforeMs = 0;
  #cancelWait = () => {};
  #draining: (() => void) | undefined;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#troubles = new ToldSeldom(options.clock);
  }

  /** Observations that wait, those of a report on its way included. */
  get waiting(): readonly Seen[] {
    return [...(this.#unanswered?.seen ?? []), ...this.#outbox];
  }

  /** Takes in an observation that was made at `atMs` on the monotonic clock. */
  see({ target: probe, ok, reason, durationMs, phases, confirmed }: Observation, atMs: number): void {
    const turn = this.#outbox.see({ probe, atMs, ok, reason, durationMs, ...(phases && { phases }), ...(confirmed && { confirmed }) });
    this.#wish(turn || !ok ? atMs : atMs + GATHER_MS);
  }

  /** The probes that failed when they were done last. */
  failing(): readonly string[] {
    return this.#outbox.failing();
  }

  /** Takes in what a run before could not report. */
  restore(seen: Iterable<Seen>): void {
    for (const each of seen) this.#outbox.restore(each);
  }

  /** The probes of the assignment, and those of them that are refused. */
  assigned(probes: ReadonlySet<string>, refused: readonly RefusedProbe[]): void {
    this.#outbox.keepTo(probes);
    this.#heldUp.keepTo(probes);
    const news = refused.length > 0 || this.#refused.length > 0;
    this.#refused = fittingRefusals(refused);
    if (news) this.tellNow();
  }

  /** Something besides observations is to be told at once. */
  tellNow(): void {
    this.#wish(this.#options.clock.monotonic());
  }

  /** There is a stream. The first report tells of control targets, and brings what was kept. */
  connected(): void {
    this.#connected = true;
    this.#heldUp.connected(this.#options.clock.monotonic());
    this.#failures = 0;
    this.#notBeforeMs = 0;
    this.#outbox.spend();
    const { dropped } = this.#outbox;
    this.#outbox.dropped = 0;
    if (dropped > 0)
      this.#options.log.warn(
        { dropped },
        `the controller was away for too long: the oldest ${counted(dropped, 'observation')} of what turned meanwhile had to be dropped`,
      );
    this.tellNow();
  }

  /** There is no stream any more. */
  away(): void {
    this.#connected = false;
    this.#cancelWait();
    this.#draining?.();
  }

  /** Nobody takes anything for a while: the outbox keeps what matters. */
  save(): void {
    this.#outbox.save();
  }

  /** Sends all there is, if it can be done within `withinMs`; fulfils when it is done or given up. */
  async drain(withinMs: number): Promise<void> {
    if (!this.#connected || this.waiting.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#draining = resolve;
    this.#notBeforeMs = 0;
    const cancel = this.#options.clock.after(withinMs, resolve);
    this.tellNow();
    await promise;
    cancel();
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
    this.#cancelWait();
  }

  #wish(dueMs: number): void {
    this.#dueMs = Math.min(this.#dueMs, dueMs);
    this.#plan();
  }

  #plan(): void {
    this.#cancelWait();
    if (!this.#connected || this.#sending || this.#ending.signal.aborted) return;
    const { clock } = this.#options;
    const dueMs = Math.max(this.#dueMs, this.#notBeforeMs, this.#sentAtMs + BETWEEN_MS);
    this.#cancelWait = clock.after(Math.max(0, dueMs - clock.monotonic()), () => void this.#send());
  }

  async #send(): Promise<void> {
    const { controller, clock, vantage, boot, gridMs } = this.#options;
    const nowMs = clock.monotonic();
    this.#unanswered ??= this.#draft();
    const told = this.#told(this.#unanswered);
    const { sequence } = told;
    this.#sending = true;
    this.#sentAtMs = nowMs;
    // What does not go with this one follows it.
    this.#dueMs = this.#outbox.size > 0 ? nowMs : Number.POSITIVE_INFINITY;
    const body = encodeReport(boot, told, { nowMs, gridMs: gridMs() });
    const sent = await sendReport({ sequence, body }, { controller, clock, path: reportPath(vantage), signal: this.#ending.signal });
    this.#sending = false;
    if (!this.#ending.signal.aborted) this.#conclude(sent, told);
  }

  /**
   * A report that says that the vantage is cut off tells all: nothing of it counts. Another leaves out the failures of probes that began
   * before that was last so, be it only since the draft: they would count, and are probed again.
   */
  #told(draft: DraftReport): DraftReport {
    if (isCutOff(draft.controls)) return draft;
    const counts = ({ ok, atMs, durationMs }: Seen) => ok || !this.#options.wasCutOffSince(atMs - durationMs);
    return { ...draft, seen: draft.seen.filter(counts) };
  }

  #draft(): DraftReport {
    const seen = fitting(this.#outbox);
    this.#outbox.take(seen);
    const controls = this.#options.controls().slice(0, MAX_CONTROLS);
    return { sequence: ++this.#sequence, seen, controls, refused: this.#refused };
  }

  #conclude(sent: Sent, told: DraftReport): void {
    if (sent.kind === 'taken' || sent.kind === 'refused') this.#settle(sent);
    else this.#again(sent);
    if (sent.kind === 'taken') this.#doubt(told);
    this.#plan();
  }

  /** A report that was sent again is looked at when it is taken: before that, what fails anew would be held up as well. */
  #doubt({ seen }: DraftReport): void {
    const { clock, onHeldUp } = this.#options;
    const probes = this.#heldUp.cameThrough(seen, { sentMs: this.#sentAtMs, nowMs: clock.monotonic() });
    if (probes.length > 0) onHeldUp(probes);
    // The answer to the next one tells whether the way is quick again.
    if (this.#heldUp.waits) this.tellNow();
  }

  #settle(sent: Extract<Sent, { readonly kind: 'taken' | 'refused' }>): void {
    const { sequence = 0, seen = [] } = this.#unanswered ?? {};
    this.#unanswered = undefined;
    this.#failures = 0;
    this.#notBeforeMs = 0;
    if (sent.kind === 'taken') this.#troubles.reset();
    else this.#tellDropped(seen.length, sequence, sent.reason);
    this.#dueMs = Math.min(this.#dueMs, this.#sentAtMs + REPORT_EVERY_MS);
    if (this.#outbox.size > 0) return;
    this.#outbox.spend();
    this.#options.onEmpty();
    this.#draining?.();
  }

  #tellDropped(observations: number, sequence: number, reason: string): void {
    if (!this.#troubles.isDue(reason)) return;
    this.#options.log.error({ sequence, observations }, `the controller refuses a report, which is dropped: ${reason}`);
  }

  #again({ kind, reason }: Extract<Sent, { readonly kind: 'lost' | 'denied' }>): void {
    const { clock, random, log } = this.#options;
    this.#failures++;
    const waitMs = kind === 'denied' ? DENIED_MS : fullJitterMs(BACKOFF, this.#failures, random);
    this.#notBeforeMs = clock.monotonic() + waitMs;
    this.#dueMs = this.#notBeforeMs;
    if (this.#connected && this.#troubles.isDue(reason)) log.warn({ waitMs }, `a report did not get through, and is sent again: ${reason}`);
  }
}
