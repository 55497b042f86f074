import { whatIfInSteps } from '../answer/whatif.ts';
import type { WhatIfQuestion } from '../api/operations.ts';
import type { Control, Derive, Inputs } from '../control/loop.ts';
import type { Clock } from '../lib/clock.ts';
import { endpointKey, intentTargetKey } from '../lib/keys.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Intent, IntentTarget } from '../model/intent.ts';
import type { WhatIf } from '../model/whatif.ts';
import { inSlices } from './in-slices.ts';

export interface WhatIfParts {
  readonly control: Pick<Control, 'served'>;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** How the states of endpoints follow from intents. */
  readonly derive: Pick<Derive, 'some'>;
  /** Answers counted so far, by the traffic cells of the table that is served. */
  readonly traffic: { readonly counted: Float64Array };
}

/** What would be answered if these overrides were in force: as if they had been asked for, but nothing is changed. */
export function askWhatIf({ targets, countries, all }: WhatIfQuestion, { control, derive, traffic, clock }: WhatIfParts): Promise<WhatIf> {
  const { inputs, states, compiled, generation } = control.served;
  const intents = overridden(inputs.intents, targets);
  const bearing = targets.flatMap(({ target }) => endpointsOf(inputs.declared, target));
  const after = laidOver(states, derive, { ...inputs, intents }, bearing);
  return inSlices(whatIfInSteps({ compiled, generation, before: states, after, counted: traffic.counted, countries, all }), clock);
}

/** An override takes the place of the one that its target has. */
function overridden(intents: readonly Intent[], targets: WhatIfQuestion['targets']): Intent[] {
  const asked = new Set(targets.map(({ target }) => intentTargetKey(target)));
  const kept = intents.filter(({ kind, target }) => kind !== 'override' || !asked.has(intentTargetKey(target)));
  const facts = { author: 'whatif', reason: 'whatif', createdAtMs: 0, expiresAtMs: undefined };
  return [...kept, ...targets.map(({ target, state }): Intent => ({ kind: 'override', state, target, ...facts }))];
}

function laidOver(states: EndpointStates, derive: WhatIfParts['derive'], inputs: Inputs, keys: readonly EndpointKey[]): EndpointStates {
  const after = new Map(states);
  for (const state of derive.some(inputs, keys)) after.set(state.key, state);
  return after;
}

/** The endpoints that an override of the target bears on. */
function endpointsOf(declared: Declared, target: IntentTarget): EndpointKey[] {
  const pools = [...(declared.zones.get(target.zone)?.steering?.pools.values() ?? [])];
  return pools.flatMap(({ name: pool, site, endpoints }) =>
    endpoints.flatMap(({ name }) => {
      const bears =
        target.kind === 'site' ? target.site === site : target.pool === pool && (target.kind === 'pool' || target.endpoint === name);
      return bears ? [endpointKey(target.zone, pool, name)] : [];
    }),
  );
}
