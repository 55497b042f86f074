import { withRatios } from '../answer/compile.ts';
import { whatIfInSteps } from '../answer/whatif.ts';
import type { IntentChange, Release, WhatIfQuestion } from '../api/operations.ts';
import type { Control, Derive, Inputs } from '../control/loop.ts';
import { ratiosIn } from '../control/ratios.ts';
import { endpointsAt } from '../lib/bearing.ts';
import type { Clock } from '../lib/clock.ts';
import { intentTargetKey } from '../lib/keys.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';
import type { AnyTarget, Intent } from '../model/intent.ts';
import type { WhatIf } from '../model/whatif.ts';
import { inSlices } from './in-slices.ts';

export interface WhatIfParts {
  readonly control: Pick<Control, 'served'>;
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
  /** How the states of endpoints follow from intents. */
  readonly derive: Pick<Derive, 'some'>;
  /** Answers counted so far, by the traffic cells of the table that is served. */
  readonly traffic: { readonly counted: Float64Array };
}

/** What would be answered if these overrides were in force: as if they had been asked for, but nothing is changed. */
export function askWhatIf({ targets, countries, all }: WhatIfQuestion, parts: WhatIfParts): Promise<WhatIf> {
  const intents = overridden(parts.control.served.inputs.intents, targets);
  return forecast({ intents, targets: targets.map(({ target }) => target), countries, all }, parts);
}

/** What would be answered after a change of intents. */
export function forecastChange({ set, release }: IntentChange, parts: WhatIfParts): Promise<WhatIf> {
  const gone = new Set([...release, ...set].map(nameOf));
  const intents = [...parts.control.served.inputs.intents.filter(intent => !gone.has(nameOf(intent))), ...set];
  return forecast({ intents, targets: [...release, ...set].map(({ target }) => target), countries: undefined, all: false }, parts);
}

interface Supposed extends Pick<WhatIfQuestion, 'countries' | 'all'> {
  readonly intents: readonly Intent[];
  /** What of them is other than now. */
  readonly targets: readonly AnyTarget[];
}

function forecast({ intents, targets, countries, all }: Supposed, { control, derive, traffic, clock }: WhatIfParts): Promise<WhatIf> {
  const { inputs, states, compiled, generation } = control.served;
  const bearing = new Set(targets.flatMap(target => endpointsAt(inputs.declared, target)));
  const after = laidOver(states, derive, { ...inputs, intents }, bearing);
  const ratios = ratiosIn({ ...inputs, intents }, clock.now(), compiled.laid.ratios);
  const { shapes: shapesAfter } = withRatios(compiled, ratios).compiled;
  const supposed = { compiled, generation, before: states, after, shapesAfter, counted: traffic.counted, countries, all };
  return inSlices(whatIfInSteps(supposed), clock);
}

function nameOf({ kind, target }: Release): string {
  return `${kind} ${intentTargetKey(target)}`;
}

/** An override takes the place of the one that its target has. */
function overridden(intents: readonly Intent[], targets: WhatIfQuestion['targets']): Intent[] {
  const asked = new Set(targets.map(({ target }) => intentTargetKey(target)));
  const kept = intents.filter(({ kind, target }) => kind !== 'override' || !asked.has(intentTargetKey(target)));
  const facts = { author: 'whatif', reason: 'whatif', createdAtMs: 0, expiresAtMs: undefined };
  return [...kept, ...targets.map(({ target, state }): Intent => ({ kind: 'override', state, target, ...facts }))];
}

function laidOver(states: EndpointStates, derive: WhatIfParts['derive'], inputs: Inputs, keys: Iterable<EndpointKey>): EndpointStates {
  const after = new Map(states);
  for (const state of derive.some(inputs, keys)) after.set(state.key, state);
  return after;
}
