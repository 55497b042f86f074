import { endpointStates, indexIntents } from '../../src/health/endpoint-state.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import type { Declared } from '../../src/model/declared.ts';
import type { EndpointStates } from '../../src/model/effective.ts';
import type { Verdict } from '../../src/model/health.ts';
import type { Intent } from '../../src/model/intent.ts';

export interface StateFacts {
  /** By endpoint key; left out: up. */
  readonly verdicts?: Readonly<Record<string, Verdict>>;
  readonly intents?: readonly Intent[];
}

/** The states of what is declared: settled, everything up, unless told otherwise. */
export function statesOf(declared: Declared, { verdicts = {}, intents = [] }: StateFacts = {}): EndpointStates {
  return endpointStates(declared, {
    intents: indexIntents(intents, 0),
    measured: key => {
      const verdict = verdicts[key] ?? 'up';
      const reason = verdict === 'up' ? 'embedded: status 200' : 'embedded: status 503 (2 of 2)';
      return { verdict, reason, sinceMs: 0, wavering: false, outlook: NEVER_TURNS };
    },
  });
}
