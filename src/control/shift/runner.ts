import { recordKey } from '../../lib/keys.ts';
import { timedId } from '../../lib/timed-id.ts';
import type { Shift, ShiftPlan } from '../../model/shift.ts';
import type { Name } from '../../model/zone.ts';
import { begin } from './machine.ts';
import { prospectOf, type ShiftFault, type ShiftProspect } from './prospect.ts';
import { type ShiftParts, ShiftRun } from './run.ts';

/** A shift that somebody asks for. */
export interface ShiftRequest {
  readonly plan: ShiftPlan;
  readonly author: string;
  readonly reason: string;
}

export interface RunnerParts extends ShiftParts {
  /** What moves clients of a record besides shifts, `drill 20300106-030000`; undefined: nothing does. */
  readonly busy: (zone: Name, owner: Name) => string | undefined;
}

/** What a start comes to: a plan with faults, conditions that are not met, or the shift that began. */
export type Started =
  | { readonly kind: 'faults'; readonly faults: readonly ShiftFault[] }
  | { readonly kind: 'refused'; readonly found: ShiftProspect }
  | { readonly kind: 'started'; readonly found: ShiftProspect; readonly shift: Shift };

/** What an operator can tell a shift. */
export type ShiftOrder = 'pause' | 'resume' | 'abort' | 'keep';

/** Runs shifts, one a record at a time. */
export class ShiftRunner implements Disposable {
  readonly #parts: RunnerParts;
  /** Those under way, by `recordKey`. */
  readonly #runs = new Map<string, ShiftRun>();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Those under way, the oldest first. */
  get current(): readonly Shift[] {
    return [...this.#runs.values()].map(({ shift }) => shift);
  }

  /** The shift of a record that is under way. */
  at(zone: Name, owner: Name): Shift | undefined {
    return this.#runs.get(recordKey(zone, owner))?.shift;
  }

  /** Judges whether a shift could start now, and where it would lead; nothing is changed. */
  look({ plan }: Pick<ShiftRequest, 'plan'>): ShiftProspect | { readonly faults: readonly ShiftFault[] } {
    const { control, keeper, clock, busy } = this.#parts;
    const { inputs, states } = control.served;
    const other = this.at(plan.zone, plan.owner);
    return prospectOf(plan, {
      declared: inputs.declared,
      states,
      intents: keeper.intents,
      nowMs: clock.now(),
      busy: other ? `shift ${other.id}` : busy(plan.zone, plan.owner),
    });
  }

  /**
   * Starts a shift where every condition is met; resolves when every worker serves its first step, or that is being tried again. Rejects with
   * what the store throws: then nothing has changed.
   */
  async start(request: ShiftRequest): Promise<Started> {
    const found = this.look(request);
    if ('faults' in found) return { kind: 'faults', faults: found.faults };
    if (found.checks.some(({ ok }) => !ok)) return { kind: 'refused', found };
    const first = begin(this.#newShift(request, found));
    const run = this.#runOf(first.running);
    run.start(first);
    this.#runs.set(keyOf(request.plan), run);
    await run.done;
    return { kind: 'started', found, shift: run.shift };
  }

  /** Tells the shift of this id; resolves when what follows is served, or is being tried again. Rejects with what the store throws. */
  async order(id: string, order: ShiftOrder, author: string): Promise<void> {
    const run = [...this.#runs.values()].find(each => each.shift.id === id);
    if (order === 'pause') await run?.order({ kind: 'pause', because: `${author} paused it` });
    else if (order === 'resume') await run?.order({ kind: 'resume', because: `${author} resumed it` });
    else await run?.order({ kind: 'abort', because: `${author} called it off`, keep: order === 'keep' });
  }

  /** Goes on with what a process before this one left. */
  goOn(): void {
    for (const shift of this.#parts.store.unfinished()) {
      const run = this.#runOf({ shift, heldMs: shift.heldMs });
      this.#runs.set(keyOf(shift.plan), run);
      run.goOn();
    }
  }

  [Symbol.dispose](): void {
    for (const run of this.#runs.values()) run[Symbol.dispose]();
  }

  #runOf(first: ConstructorParameters<typeof ShiftRun>[1]): ShiftRun {
    const { onEnd } = this.#parts;
    return new ShiftRun(
      {
        ...this.#parts,
        onEnd: shift => {
          this.#runs.delete(keyOf(shift.plan));
          onEnd(shift);
        },
      },
      first,
    );
  }

  #newShift({ plan, author, reason }: ShiftRequest, { before, from, steps, receiving }: ShiftProspect): Shift {
    const { clock, store } = this.#parts;
    const nowMs = clock.now();
    const id = timedId(nowMs, taken => store.find(taken) !== undefined);
    return {
      ...{ id, plan, author, reason, before, from, steps, receiving },
      startedAtMs: nowMs,
      phase: 'holding',
      outcome: undefined,
      because: undefined,
      step: 0,
      heldMs: 0,
      timeline: [],
    };
  }
}

function keyOf({ zone, owner }: ShiftPlan): string {
  return recordKey(zone, owner);
}
