import { lookUp, type Match } from '../geo/prefix-table.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { ExplainedShare, ExplainedStep, Explanation } from '../model/explanation.ts';
import type { Location } from '../model/location.ts';
import type { Decision } from '../steering/decide.ts';
import type { Draw, Member } from '../steering/policy.ts';
import type { TtlDecision } from '../ttl/decide.ts';
import { type Compiled, decideShape, ttlOf } from './compile.ts';
import { optionsOf, takeOf } from './decision-writer.ts';
import type { PlannedZone } from './name-space.ts';
import { negativeTtl } from './negative.ts';
import type { Shape } from './shape.ts';
import type { Client } from './source.ts';
import { rankKey, seedOf, stickyBits, stickyScore } from './sticky.ts';

export interface ShapeInput {
  readonly shape: Shape;
  /** The zone that the record set is in. */
  readonly zone: PlannedZone;
  readonly compiled: Compiled;
  readonly states: EndpointStates;
  readonly client: Client;
}

/** The part of an explanation that tells how steering decided. */
export type Steered = Pick<Explanation, 'location' | 'steps' | 'shares' | 'ttlSeconds' | 'ttlReason'>;

/** What a client gets of one record set. Decided anew for its own location, so that distances are its own: its whole class is decided alike. */
export function explainShape({ shape, zone, compiled, states, client }: ShapeInput): Steered {
  const location = shape.classMap === undefined ? undefined : locate(compiled, client);
  const steps: ExplainedStep[] = [];
  const decision = decideShape(shape, location ?? {}, states, { steps });
  return { location, steps, shares: sharesOf(decision, client), ...explainTtl(decision, ttlOf(shape, states), zone) };
}

function locate({ locations }: Compiled, { family, address }: Client): Location | undefined {
  const match: Match = { location: 0, prefixLength: 0 };
  lookUp(locations.prefixes, family, address, match);
  return locations.locations[match.location];
}

function sharesOf(decision: Decision, client: Client): ExplainedShare[] {
  if (decision.kind !== 'answer') return [];
  return optionsOf(decision.outcome).map(({ share, draw }) => {
    const members = draw.pool.select === 'sticky' ? stickyMembers(draw, client) : draw.members;
    return {
      pool: draw.pool.name,
      endpoints: members.map(({ endpoint }) => endpoint.name),
      addresses: members.map(({ endpoint }) => endpoint.address.text),
      share,
    };
  });
}

/** The members of a sticky pool that this client gets. */
function stickyMembers(draw: Draw, client: Client): readonly Member[] {
  const key = ({ endpoint, weight }: Member) => rankKey(stickyScore(client, seedOf(endpoint.address.text), stickyBits(client)), weight);
  return draw.members.toSorted((a, b) => key(b) - key(a)).slice(0, takeOf(draw));
}

type Ttl = Pick<Explanation, 'ttlSeconds' | 'ttlReason'>;

function explainTtl(decision: Decision, { seconds, reason }: TtlDecision, zone: PlannedZone): Ttl {
  if (decision.kind === 'servfail') return { ttlSeconds: undefined, ttlReason: undefined };
  const empty = decision.kind === 'nodata' || decision.outcome.every(({ draw }) => draw.members.length === 0);
  const negative = negativeTtl(zone.soa);
  if (!empty || seconds <= negative) return { ttlSeconds: seconds, ttlReason: reason };
  return { ttlSeconds: negative, ttlReason: 'the SOA lets no negative answer of the zone live longer' };
}
