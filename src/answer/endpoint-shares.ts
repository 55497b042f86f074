import type { Endpoint, Pool } from '../model/steering.ts';
import type { Outcome, RecordDraw } from '../steering/policy.ts';
import { weightIn } from './options.ts';
import { type RecordOption, recordsOverAll } from './shares.ts';

/** One address, and the part of the clients that it gets. */
export interface AddressShare {
  readonly pool: Pool;
  readonly endpoint: Endpoint;
  readonly address: string;
  /** Above 0. */
  readonly share: number;
}

/** What the clients of many networks come to; the parts sum to 1. */
export interface Spread {
  readonly shares: readonly AddressShare[];
  /** The part that gets no record. */
  readonly unanswered: number;
}

/** An answer of several addresses counts for each of them: by weight where weight chooses them, else alike. */
export function spreadOf(outcome: Outcome): Spread {
  const options = recordsOverAll(outcome);
  const empty = options.filter(({ draw }) => draw.members.length === 0);
  return { shares: options.flatMap(sharesOf), unanswered: empty.reduce((sum, { share }) => sum + share, 0) };
}

function sharesOf({ share, draw }: RecordOption): AddressShare[] {
  const weights = weightsOf(draw);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return draw.members.map(({ pool, endpoint, address }, i) => ({
    pool,
    endpoint,
    address: address.text,
    share: (share * weights[i]!) / total,
  }));
}

function weightsOf({ select, members }: RecordDraw): number[] {
  return members.map(member => (select === 'failover' ? 1 : weightIn(select, member)));
}
