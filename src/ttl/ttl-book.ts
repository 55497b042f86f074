import { knownOr } from '../lib/known-or.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';
import type { TtlRange } from '../model/steering.ts';
import { decideTtl, type TtlDecision } from './decide.ts';
import { type Prospect, prospectOf } from './prospect.ts';

/** More than a range has seconds. */
const MORE = 1 << 17;

interface Page {
  readonly prospect: Prospect;
  readonly decisions: Map<number, TtlDecision>;
}

/** The TTLs under these states: for each list of endpoints, known by its identity, and each range decided once, as the same object. */
export class TtlBook {
  readonly #states: EndpointStates;
  readonly #pages = new Map<readonly EndpointKey[], Page>();

  constructor(states: EndpointStates) {
    this.#states = states;
  }

  /** The TTL within `range` of answers that depend on `endpoints`. */
  of(range: TtlRange, endpoints: readonly EndpointKey[]): TtlDecision {
    const { prospect, decisions } = knownOr(this.#pages, endpoints, () => this.#newPage(endpoints));
    return knownOr(decisions, keyOf(range), () => decideTtl(range, prospect));
  }

  #newPage(endpoints: readonly EndpointKey[]): Page {
    return { prospect: prospectOf(endpoints.map(key => this.#states.get(key)!)), decisions: new Map() };
  }
}

function keyOf({ minSeconds, maxSeconds, align }: TtlRange): number {
  return 2 * (MORE * minSeconds + maxSeconds) + (align === 'off' ? 1 : 0);
}
