import { lookUp, type Match } from '../geo/prefix-table.ts';
import { formatIp } from '../lib/ip-address.ts';
import { endpointKey } from '../lib/keys.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { ExplainedStep, Explanation } from '../model/explanation.ts';
import type { Looks } from '../model/health.ts';
import type { Location } from '../model/location.ts';
import type { Decision } from '../steering/decide.ts';
import type { Member, Outcome } from '../steering/policy.ts';
import { shortestAligned } from '../ttl/align.ts';
import type { TtlDecision } from '../ttl/decide.ts';
import { sayTtl } from '../ttl/say.ts';
import { type Compiled, decideShape, ttlOf } from './compile.ts';
import type { PlannedZone } from './name-space.ts';
import { negativeTtl } from './negative.ts';
import type { Shape } from './shape.ts';
import { isEmptyFor, sharesFor } from './shares.ts';
import type { Client } from './source.ts';

export interface ShapeInput {
  readonly shape: Shape;
  /** The zone that the record set is in. */
  readonly zone: PlannedZone;
  readonly compiled: Compiled;
  readonly states: EndpointStates;
  readonly client: Client;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** The part of an explanation that tells how steering decided. */
export type Steered = Pick<
  Explanation,
  'location' | 'locationPrefix' | 'steps' | 'shares' | 'ttlSeconds' | 'ttlLeastSeconds' | 'ttlReason'
>;

/** What a client gets of one record set. Decided anew for its own location, so that distances are its own: its whole class is decided alike. */
export function explainShape({ shape, zone, compiled, states, client, nowMs }: ShapeInput): Steered {
  const counted = countedClient(shape, client);
  const found = shape.classing === undefined ? undefined : locate(compiled, counted);
  const steps: ExplainedStep[] = [];
  const address = counted.address.subarray(0, counted.family === 4 ? 4 : 16);
  const decision = decideShape(shape, { location: found?.location ?? {}, address }, states, { steps });
  return {
    location: found?.location,
    locationPrefix: found?.prefix,
    steps,
    shares: decision.kind === 'answer' ? sharesFor(decision.outcome, counted) : [],
    ...explainTtl(decision, counted, { ttl: ttlOf(shape, states), looks: looksIn(decision, shape, states), nowMs }, zone),
  };
}

/** With `ecs: ignore` the sender counts. */
export function countedClient({ record }: Shape, client: Client): Client {
  const { family, address } = client.sender;
  return record.clientSubnet || !client.isSubnet
    ? client
    : { ...client, family, address, isSubnet: false, prefixLength: family === 4 ? 32 : 128 };
}

function locate({ locations }: Compiled, { family, address }: Client): { location: Location; prefix: string } {
  const match: Match = { id: 0, prefixLength: 0 };
  lookUp(locations.prefixes, family, address, match);
  return { location: locations.locations[match.id]!, prefix: prefixText(address.subarray(0, family === 4 ? 4 : 16), match.prefixLength) };
}

/** The prefix of so many bits that an address of 4 or 16 octets is in: `203.0.112.0/20`. */
export function prefixText(address: Uint8Array, length: number): string {
  const masked = address.map((octet, i) => octet & (0xff00 >> Math.min(8, Math.max(0, length - 8 * i))));
  return `${formatIp(masked)}/${length}`;
}

type Ttl = Pick<Explanation, 'ttlSeconds' | 'ttlLeastSeconds' | 'ttlReason'>;

interface DecidedTtl {
  readonly ttl: TtlDecision;
  /** When vantages look at what may be answered. */
  readonly looks: readonly Looks[];
  readonly nowMs: number;
}

function explainTtl(decision: Decision, client: Client, { ttl, looks, nowMs }: DecidedTtl, zone: PlannedZone): Ttl {
  if (decision.kind === 'servfail') return { ttlSeconds: undefined, ttlLeastSeconds: undefined, ttlReason: undefined };
  const { seconds, reason } = sayTtl(ttl, nowMs);
  const isEmpty = decision.kind === 'nodata' || isEmptyFor(decision.outcome, client);
  if (!isEmpty) {
    const least = Math.min(...looks.map(each => shortestAligned(ttl, each)), seconds);
    const aligned = least < seconds ? `${reason}; it is to run out just after a look` : reason;
    return { ttlSeconds: seconds, ttlLeastSeconds: least, ttlReason: aligned };
  }
  const negative = negativeTtl(zone.soa);
  if (seconds <= negative) return { ttlSeconds: seconds, ttlLeastSeconds: seconds, ttlReason: reason };
  return { ttlSeconds: negative, ttlLeastSeconds: negative, ttlReason: 'the SOA lets no negative answer of the zone live longer' };
}

function looksIn(decision: Decision, { zone }: Shape, states: EndpointStates): readonly Looks[] {
  if (decision.kind !== 'answer') return [];
  const members = [...membersOf(decision.outcome)];
  return members.flatMap(({ pool, endpoint }) => states.get(endpointKey(zone, pool.name, endpoint.name))!.measured.outlook.looks ?? []);
}

/** All that an outcome may come to. */
function* membersOf(outcome: Outcome): Generator<Member> {
  for (const { draw } of outcome) {
    if (draw.kind === 'records') yield* draw.members;
    else for (const branch of draw.of) yield* membersOf(branch.outcome);
  }
}
