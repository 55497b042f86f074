import type { Drill } from '../../model/drill.ts';
import type { ReadAnswersGiven } from '../../model/exposure.ts';
import type { IntentTarget } from '../../model/intent.ts';
import type { IntentChange, IntentKeeper } from '../intent-keeper.ts';
import type { Control } from '../loop.ts';
import { type DrainSources, measureDrain } from './drain.ts';
import type { DrillEvent } from './machine.ts';
import { intentsOf, ownTargets, strayTargets } from './overrides.ts';
import { movedKeys, notUp, survivorKeys } from './watch.ts';

/** What overrides are laid and released with. */
export interface CarryParts {
  readonly control: Pick<Control, 'change' | 'served'>;
  readonly keeper: Pick<IntentKeeper, 'change' | 'intents'>;
  readonly clock: { now(): number };
  /** Undefined: nothing is counted. */
  readonly answersGiven: ReadAnswersGiven | undefined;
}

/** Lays the overrides of a drill; tells when every worker serves them, or why not. */
export async function layOverrides(drill: Drill, parts: CarryParts): Promise<DrillEvent> {
  const { keeper, control } = parts;
  let stored = false;
  try {
    const intents = keeper.change({ set: intentsOf(drill), release: [] });
    stored = true;
    const generation = await control.change({ intents });
    const drain = measureDrain(movedKeys(drill, control.served.inputs.declared), drill.moves, sourcesOf(parts));
    return { kind: 'laid', generation, drain };
  } catch (error) {
    const what = stored ? 'served by every worker' : 'stored';
    return { kind: 'not-laid', stored, because: `its overrides could not be ${what}: ${messageOf(error)}` };
  }
}

/** Releases those that are still the drill's own; tells when every worker serves that, or why not. */
export async function releaseOverrides(drill: Drill, parts: CarryParts): Promise<DrillEvent> {
  const { keeper, control } = parts;
  try {
    const release = releasing(ownTargets(drill, keeper.intents));
    const generation = await control.change({ intents: release.release.length === 0 ? keeper.intents : keeper.change(release) });
    const { inputs, states } = control.served;
    const recovery = measureDrain(survivorKeys(drill, inputs.declared), drill.moves, sourcesOf(parts));
    return { kind: 'released', generation, recovery, notYet: notUp(movedKeys(drill, inputs.declared), states) };
  } catch (error) {
    return { kind: 'not-released', because: messageOf(error) };
  }
}

/** Takes them out of the store alone: the workers end as well. Throws what the store throws. */
export function releaseInStore(drill: Drill, { keeper }: Pick<CarryParts, 'keeper'>): void {
  keeper.change(releasing(ownTargets(drill, keeper.intents)));
}

/** Releases overrides of drills that nobody knows of any more; gives how many. Rejects where that cannot be stored, or is not served. */
export async function releaseStray({ keeper, control }: Pick<CarryParts, 'keeper' | 'control'>): Promise<number> {
  const stray = strayTargets(keeper.intents);
  if (stray.length > 0) await control.change({ intents: keeper.change(releasing(stray)) });
  return stray.length;
}

function releasing(targets: readonly IntentTarget[]): IntentChange {
  return { set: [], release: targets.map(target => ({ kind: 'override', target })) };
}

function sourcesOf({ control, clock, answersGiven }: CarryParts): DrainSources {
  const { inputs, states } = control.served;
  return { answersGiven, declared: inputs.declared, states, nowMs: clock.now() };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
