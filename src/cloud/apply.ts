import { type Backoff, fullJitterMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { Capabilities, CloudPlan, CloudRecord, PlanStep } from '../model/cloud.ts';
import type { Name } from '../model/zone.ts';
import { type Pace, pause } from './pace.ts';
import { isNewRecordId, newRecordId } from './plan/after-step.ts';
import { isDone, says } from './plan/is-done.ts';
import { stepOwner } from './plan/step-owner.ts';
import { CloudError, type Provider } from './provider.ts';

export interface ApplyParts {
  readonly provider: Provider;
  /** Of the provider, for the plan's zone. */
  readonly atomic: Capabilities['atomic'];
  readonly clock: Clock;
  readonly random: Random;
  /** A turn is taken for each step. */
  readonly pace: Pace;
  /** Whether there are no newer decisions than those of the plan, and nobody else has taken the zone over. */
  readonly isCurrent: () => boolean;
  /** Told of each step that is done. */
  readonly onStep?: ((step: PlanStep) => void) | undefined;
  /** How many names are worked at together. */
  readonly lanes?: number | undefined;
  /** For how long a step is tried again, in milliseconds. */
  readonly patienceMs?: number | undefined;
}

/** A name that could not be done to the end. */
export interface ApplyTrouble {
  readonly owner: Name;
  readonly error: CloudError;
}

export interface ApplyOutcome {
  /**
   * `done`: every name that is not among the troubles; `stale`: there are newer decisions, and what was left is dropped; `stopped`: an operator
   * is needed; `unreachable`: the provider has not taken a step for as long as patience lasts.
   */
  readonly end: 'done' | 'stale' | 'stopped' | 'unreachable';
  /** Steps that are done. */
  readonly done: number;
  /** With `reread` a new plan mends them; with `capability` an operator may. Of `stopped` and `unreachable` the last says why. */
  readonly troubles: readonly ApplyTrouble[];
}

const BACKOFF: Backoff = { firstMs: 500, mostMs: 10_000 };
const PATIENCE_MS = 90_000;
const LANES = 4;

/**
 * Carries a plan out, name by name. What fails for a while is tried again after waits that grow, unless a look at the records shows that it
 * was done although no answer came. A name in trouble is left, and does not hold the others up. Rejects only with the reason of `signal`, or with what
 * is not a CloudError. `before`: the records that the plan was made from.
 */
export async function applyPlan(
  plan: CloudPlan,
  before: readonly CloudRecord[],
  parts: ApplyParts,
  signal: AbortSignal,
): Promise<ApplyOutcome> {
  const names = [...Map.groupBy(plan.steps, stepOwner)].values();
  const run = new Run(
    plan.zone,
    Map.groupBy(before, ({ owner }) => owner),
    parts,
    signal,
  );
  const lane = async () => {
    for (const [owner, steps] of names) {
      if (run.isOver) return;
      await run.applyName(owner, steps);
    }
  };
  await Promise.all(Array.from({ length: parts.lanes ?? LANES }, lane));
  return run.outcome();
}

class Run {
  readonly #zone: Name;
  readonly #before: ReadonlyMap<Name, readonly CloudRecord[]>;
  readonly #parts: ApplyParts;
  readonly #signal: AbortSignal;
  readonly #troubles: ApplyTrouble[] = [];
  #end: ApplyOutcome['end'] = 'done';
  #done = 0;

  constructor(zone: Name, before: ReadonlyMap<Name, readonly CloudRecord[]>, parts: ApplyParts, signal: AbortSignal) {
    this.#zone = zone;
    this.#before = before;
    this.#parts = parts;
    this.#signal = signal;
  }

  get isOver(): boolean {
    return this.#end !== 'done';
  }

  outcome(): ApplyOutcome {
    return { end: this.#end, done: this.#done, troubles: this.#troubles };
  }

  /** Does all steps of one name; ends at the first that cannot be done. */
  async applyName(owner: Name, steps: readonly PlanStep[]): Promise<void> {
    const ids = new Map<string, string>();
    const batches = this.#parts.atomic === 'record' ? steps.map(step => [step]) : [steps];
    for (const batch of batches) {
      for (const _ of batch) await this.#parts.pace.turn(this.#signal);
      const isApplied = await this.#applyBatch(
        owner,
        batch.map(step => withId(step, ids)),
        ids,
      );
      if (!isApplied) return;
      this.#done += batch.length;
      for (const step of batch) this.#parts.onStep?.(step);
    }
  }

  async #applyBatch(owner: Name, batch: readonly PlanStep[], ids: Map<string, string>): Promise<boolean> {
    const { provider, clock, random, patienceMs = PATIENCE_MS } = this.#parts;
    const untilMs = clock.monotonic() + patienceMs;
    for (let failures = 0; ; ) {
      if (!this.#mayGoOn()) return false;
      try {
        if (failures > 0 && (await this.#wasDone(owner, batch, ids))) return true;
        await provider.apply(this.#zone, batch, this.#signal, this.#before.get(owner) ?? []);
        return true;
      } catch (error) {
        this.#signal.throwIfAborted();
        if (!(error instanceof CloudError)) throw error;
        const waitMs = Math.max(error.retryAfterMs ?? 0, fullJitterMs(BACKOFF, ++failures, random));
        if (error.kind !== 'retry' || clock.monotonic() + waitMs > untilMs) return this.#give(owner, error);
        await pause(clock, waitMs, this.#signal);
      }
    }
  }

  /** A newer decision ends what is left, in every lane. */
  #mayGoOn(): boolean {
    if (!this.isOver && !this.#parts.isCurrent()) this.#end = 'stale';
    return !this.isOver;
  }

  /** Looks whether an attempt that failed was carried out all the same. */
  async #wasDone(owner: Name, batch: readonly PlanStep[], ids: Map<string, string>): Promise<boolean> {
    const records = await this.#parts.provider.read(this.#zone, [owner], this.#signal);
    const isAll = batch.every(step => isDone(step, records));
    if (isAll) noteIds(batch, records, ids);
    return isAll;
  }

  #give(owner: Name, error: CloudError): false {
    this.#troubles.push({ owner, error });
    if (error.kind === 'stop') this.#end = 'stopped';
    else if (error.kind === 'retry') this.#end = 'unreachable';
    return false;
  }
}

/** Records that were added without an answer have their ids from what was read. */
function noteIds(batch: readonly PlanStep[], records: readonly CloudRecord[], ids: Map<string, string>): void {
  for (const step of batch) {
    const found = step.kind === 'add' ? records.find(record => says(record, step.record)) : undefined;
    if (step.kind === 'add' && found) ids.set(newRecordId(step.record), found.id);
  }
}

function withId(step: PlanStep, ids: ReadonlyMap<string, string>): PlanStep {
  if (!('id' in step) || !isNewRecordId(step.id)) return step;
  return { ...step, id: ids.get(step.id) ?? step.id };
}
