import type { EndpointState } from '../model/effective.ts';
import type { Intent } from '../model/intent.ts';

/** What the intents that bear on an endpoint say of how long answers may live. */
export interface IntentTerms {
  /** Seconds that the override in force asks for, the least of several; undefined: none says. */
  readonly ttlSeconds: number | undefined;
  /** When the first intent that bears on answers ends, in milliseconds since the epoch; undefined: none does by itself. */
  readonly endsAtMs: number | undefined;
}

const NO_TERMS: IntentTerms = { ttlSeconds: undefined, endsAtMs: undefined };

/** The terms for one endpoint. An override that another one beats asks for nothing, and planned work changes no answer. */
export function intentTerms({ intents, override }: Pick<EndpointState, 'intents' | 'override'>): IntentTerms {
  if (intents.length === 0) return NO_TERMS;
  const bearing = intents.filter(intent => intent.kind === 'weight' || isWinning(intent, override));
  return {
    ttlSeconds: least(bearing.map(intent => (intent.kind === 'override' ? intent.ttlSeconds : undefined))),
    endsAtMs: least(bearing.map(({ expiresAtMs }) => expiresAtMs)),
  };
}

/** Whether both give answers the same time to live. */
export function sameTerms(a: IntentTerms, b: IntentTerms): boolean {
  return a.ttlSeconds === b.ttlSeconds && a.endsAtMs === b.endsAtMs;
}

function isWinning(intent: Intent, override: EndpointState['override']): boolean {
  return intent.kind === 'override' && intent.state === override;
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
