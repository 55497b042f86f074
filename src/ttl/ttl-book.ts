import { knownOr } from '../lib/known-or.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';
import type { TtlRange } from '../model/steering.ts';
import { decideTtl, type TtlDecision } from './decide.ts';
import { type Prospect, prospectOf } from './prospect.ts';

interface Page {
  readonly prospect: Prospect;
  /** By what the range says. */
  readonly decisions: Map<string, TtlDecision>;
}

/** The TTLs under these states: for each list of endpoints, known by its identity, and each range decided once, as the same object. */
export class TtlBook {
  readonly #states: EndpointStates;
  readonly #pages = new Map<readonly EndpointKey[], Page>();
  /** What was asked for last, which most often is asked for again. */
  #last: { readonly range: TtlRange; readonly endpoints: readonly EndpointKey[]; readonly decision: TtlDecision } | undefined;

  constructor(states: EndpointStates) {
    this.#states = states;
  }

  /** The TTL within `range` of answers that depend on `endpoints`, and that are planned to end at `endsAtMs` where it is given. */
  of(range: TtlRange, endpoints: readonly EndpointKey[], endsAtMs?: number): TtlDecision {
    return endsAtMs === undefined ? this.#of(range, endpoints) : decideTtl(range, endingAt(this.#page(endpoints).prospect, endsAtMs));
  }

  #of(range: TtlRange, endpoints: readonly EndpointKey[]): TtlDecision {
    const last = this.#last;
    if (last?.endpoints === endpoints && isSame(last.range, range)) return last.decision;
    const { prospect, decisions } = this.#page(endpoints);
    const decision = knownOr(decisions, keyOf(range), () => decideTtl(range, prospect));
    this.#last = { range, endpoints, decision };
    return decision;
  }

  #page(endpoints: readonly EndpointKey[]): Page {
    return knownOr(this.#pages, endpoints, () => this.#newPage(endpoints));
  }

  #newPage(endpoints: readonly EndpointKey[]): Page {
    return { prospect: prospectOf(endpoints.map(key => this.#states.get(key)!)), decisions: new Map() };
  }
}

function endingAt(prospect: Prospect, atMs: number): Prospect {
  return prospect.planned && prospect.planned.atMs <= atMs ? prospect : { ...prospect, planned: { atMs } };
}

function keyOf({ minSeconds, maxSeconds, align, budget }: TtlRange): string {
  return `${minSeconds} ${maxSeconds} ${align ?? ''} ${budget ? `${budget.of} ${budget.ms} ${budget.vantages}` : ''}`;
}

function isSame(a: TtlRange, b: TtlRange): boolean {
  return a.minSeconds === b.minSeconds && a.maxSeconds === b.maxSeconds && a.align === b.align && a.budget === b.budget;
}
