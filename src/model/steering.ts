import type { DeclaredDrill } from './drill.ts';
import type { Monitor } from './monitor.ts';
import type { Safety } from './safety.ts';
import type { Name } from './zone.ts';

/** A place where endpoints run. */
export interface Site {
  readonly name: string;
  readonly region?: string;
  /** Availability zone. */
  readonly zone?: string;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string;
  /** Degrees: latitude north, longitude east. */
  readonly coordinates?: Coordinates;
}

/** Degrees: [latitude north, longitude east]. */
export type Coordinates = readonly [latitude: number, longitude: number];

export type Address =
  | { readonly family: 'ipv4'; readonly text: string; readonly bytes: Uint8Array }
  | { readonly family: 'ipv6'; readonly text: string; readonly bytes: Uint8Array }
  | { readonly family: 'host'; readonly text: string; readonly name: Name };

/** One address at a site. */
export interface Endpoint {
  readonly name: string;
  readonly address: Address;
  /** 0 to 65535, as the files declare it. 0 means: only when nothing else is up. */
  readonly weight: number;
}

export type PoolSelect = 'weighted' | 'sticky' | 'failover' | 'all';

/** Endpoints of one site that serve the same thing. */
export interface Pool {
  readonly name: string;
  readonly site: string;
  /** Names of the monitors that decide; empty: the endpoints count as up for ever. */
  readonly monitors: readonly string[];
  /** Whether every monitor must pass, or one is enough. */
  readonly require: 'all' | 'any';
  /** In the order of the file, which is the order of preference for `failover`. */
  readonly endpoints: readonly Endpoint[];
  readonly select: PoolSelect;
  /** How many addresses one answer carries, at least 1. */
  readonly answers: number;
  /** Endpoints that are host names are answered with their addresses, which Meridian looks up, and not with an alias. */
  readonly flatten: boolean;
  /** With fewer endpoints up than this the pool counts as down for its parent. */
  readonly minUp: number;
}

/** What a branch of a `geo` node asks of the client's location. */
export type GeoMatch =
  | { readonly kind: 'country'; readonly code: string }
  | { readonly kind: 'continent'; readonly code: string }
  | { readonly kind: 'subdivision'; readonly code: string }
  | { readonly kind: 'asn'; readonly number: number };

/** One node of a steering tree; the leaves are pools. */
export type SteeringNode =
  | { readonly policy: 'pool'; readonly pool: string }
  | { readonly policy: 'failover'; readonly of: readonly SteeringNode[] }
  | { readonly policy: 'weighted'; readonly of: readonly WeightedBranch[] }
  | { readonly policy: 'geo'; readonly branches: readonly GeoBranch[]; readonly otherwise?: SteeringNode }
  | { readonly policy: 'nearest'; readonly of: readonly SteeringNode[]; readonly withinPercent: number }
  | { readonly policy: 'subnet'; readonly branches: readonly SubnetBranch[]; readonly otherwise?: SteeringNode }
  | { readonly policy: 'sticky'; readonly of: readonly WeightedBranch[]; readonly prefix: StickyPrefix }
  | { readonly policy: 'all'; readonly of: readonly SteeringNode[]; readonly answers: number };

export interface WeightedBranch {
  readonly to: SteeringNode;
  /** 0 to 65535; 0 means: only when nothing else is up. */
  readonly weight: number;
}

export interface GeoBranch {
  readonly match: GeoMatch;
  readonly to: SteeringNode;
}

export interface SubnetBranch {
  readonly match: Subnet;
  readonly to: SteeringNode;
}

/** An address block: 4 or 16 octets, zero behind the prefix. IPv4-mapped ones are IPv4. */
export interface Subnet {
  /** Canonical: `203.0.113.0/24`, `2001:db8::/32`. */
  readonly text: string;
  readonly address: Uint8Array;
  /** Bits. */
  readonly length: number;
}

/** Leading bits of a client's address that `sticky` goes by: a whole network keeps what one of its resolvers got. */
export interface StickyPrefix {
  /** 0 to 32. */
  readonly ipv4: number;
  /** 0 to 128. */
  readonly ipv6: number;
}

/** What is answered when no branch of the tree is up. */
export type WhenAllDown =
  | { readonly kind: 'serve_all' }
  | { readonly kind: 'nodata' }
  | { readonly kind: 'servfail' }
  | { readonly kind: 'pool'; readonly pool: string };

/** Seconds that a steered answer may be cached: the decided TTL lies between them, both included. */
export interface TtlRange {
  readonly minSeconds: number;
  readonly maxSeconds: number;
  /** Whether answers are shortened so that they run out just after a look at what they give; left out: `probes`, they are. */
  readonly align?: 'probes' | 'off';
  /** What `maxSeconds` was found by; left out: it was said. */
  readonly budget?: LossBudget;
}

/** What a failure may cost a client of the traffic that its resolver sends to a failed endpoint. */
export interface LossBudget {
  /** On average over all moments at which it may come, or at worst. */
  readonly of: 'expected' | 'worst';
  /** Milliseconds. */
  readonly ms: number;
  /** How many vantages are counted on, at least 1. */
  readonly vantages: number;
}

/** One owner name whose A and AAAA (or CNAME) records are chosen for each client. */
export interface SteeredRecord {
  /** As the file writes it: `www`, `@`, `*.shop`. */
  readonly label: string;
  readonly owner: Name;
  readonly ttl: TtlRange;
  readonly steer: SteeringNode;
  /** False: clients count as where their resolver is, whatever client subnet it tells (RFC 7871). */
  readonly clientSubnet: boolean;
  readonly whenAllDown: WhenAllDown;
}

/** What `NAME.yaml` declares. */
export interface Steering {
  readonly sites: ReadonlyMap<string, Site>;
  readonly monitors: ReadonlyMap<string, Monitor>;
  readonly pools: ReadonlyMap<string, Pool>;
  readonly records: readonly SteeredRecord[];
  /** Failovers that are rehearsed; left out: none. */
  readonly drills?: readonly DeclaredDrill[];
  /** How far verdicts go by themselves; left out: as far as they go. */
  readonly safety?: Safety;
}
