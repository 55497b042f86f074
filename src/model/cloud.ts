import type { Name } from './zone.ts';

/** Who an answer is for at a name server that is not Meridian's: everybody, or clients of one place. As the keys of a `geo` node: `country:CN`. */
export type ViewKey =
  | 'default'
  | `country:${string}`
  | `continent:${string}`
  | `subdivision:${string}`
  | `asn:${string}`
  | `line:${string}`;

export type CloudType = 'A' | 'AAAA' | 'CNAME';

/** One record of a view. */
export interface DesiredValue {
  /** An address, or an absolute host name with its dot. */
  readonly data: string;
  /** Its part of the view's clients, above 0; the parts of the enabled values of a view sum to 1. 0 where it is not enabled. */
  readonly share: number;
  /** False: known to the zone's files and given to nobody at the moment. Where a server can switch records off it is kept there, switched off. */
  readonly enabled: boolean;
}

export interface DesiredView {
  readonly view: ViewKey;
  /** At least one of them is enabled. */
  readonly values: readonly DesiredValue[];
}

/** One steered record set as it should be at a name server that is not Meridian's. */
export interface DesiredSet {
  readonly zone: Name;
  readonly owner: Name;
  /** As the zone's file writes it: `www`, `@`, `*.shop`. */
  readonly label: string;
  readonly type: CloudType;
  /** Seconds. */
  readonly ttl: number;
  /** `default` first. */
  readonly views: readonly DesiredView[];
  /** What of the tree cannot be told in views (`nearest`, `subnet` …), in words; such a node is told as what most of its clients get. */
  readonly losses: readonly string[];
}

/** All record sets of one zone that one generation comes to. */
export interface Desired {
  readonly zone: Name;
  readonly generation: number;
  readonly sets: readonly DesiredSet[];
}

/** What the clients of one view come to, as Meridian itself would answer them. */
export interface DecidedView {
  readonly view: ViewKey;
  /** Above 0; they sum to 1, unless clients get nothing at all: then there are none. No two of the same data. */
  readonly shares: readonly { readonly data: string; readonly share: number }[];
}

/** One steered record set as it is decided now. */
export interface DecidedSet extends Pick<DesiredSet, 'zone' | 'owner' | 'label' | 'type' | 'ttl' | 'losses'> {
  /** `default` first. */
  readonly views: readonly DecidedView[];
  /** All that its pools have, whatever the state of it. */
  readonly known: readonly string[];
}

/** What a provider can do; what it cannot is degraded or refused, and told of. */
export interface Capabilities {
  /** Clients are told apart by these views; none: `default` alone. */
  readonly views: 'none' | readonly ViewKey[];
  /** The weights of records that are chosen among; undefined: every record of a set is in every answer. */
  readonly weights: { readonly min: number; readonly max: number; readonly maxRecords: number; readonly wildcards: boolean } | undefined;
  /** Seconds. */
  readonly ttl: { readonly min: number; readonly max: number };
  /** Whether a record can be switched off and stay. */
  readonly status: boolean;
  /** What changes at once: nothing, all records of a name, the whole zone. */
  readonly atomic: 'record' | 'name' | 'zone';
}

/** Whether what cannot be expressed is told as near as may be, or not at all. */
export type CannotPolicy = 'degrade' | 'refuse';

/** One thing that a provider cannot express as it was asked. */
export interface Degradation {
  readonly owner: Name;
  readonly type: CloudType;
  readonly view?: ViewKey;
  /** `asked TTL 5, the edition's least is 600`. */
  readonly message: string;
}

/** One record as it is at the provider. */
export interface CloudRecord {
  /** The provider's own; unique within the zone. */
  readonly id: string;
  readonly owner: Name;
  readonly type: string;
  readonly data: string;
  readonly view: ViewKey;
  readonly ttl: number;
  /** Undefined: not weighted. */
  readonly weight: number | undefined;
  readonly enabled: boolean;
  /** Whether it bears this Meridian's mark. */
  readonly owned: boolean;
  /** The provider lets nobody change it. */
  readonly locked: boolean;
}

/** A record as it is to be. */
export interface WantedRecord {
  readonly owner: Name;
  readonly type: CloudType;
  readonly data: string;
  readonly view: ViewKey;
  readonly ttl: number;
  readonly weight: number | undefined;
  readonly enabled: boolean;
}

/** One step of a plan, in the order in which it is to be done. */
export type PlanStep =
  | { readonly kind: 'add'; readonly record: WantedRecord }
  | { readonly kind: 'update'; readonly id: string; readonly from: CloudRecord; readonly to: WantedRecord }
  | { readonly kind: 'enable' | 'disable' | 'remove'; readonly id: string; readonly from: CloudRecord }
  | { readonly kind: 'weighting'; readonly owner: Name; readonly type: CloudType; readonly view: ViewKey; readonly on: boolean }
  | { readonly kind: 'weight'; readonly id: string; readonly from: CloudRecord; readonly weight: number };

/** What is to be done at one provider for one zone. */
export interface CloudPlan {
  readonly zone: Name;
  /** Of the decisions that it was made from: it is dropped where there are newer ones. */
  readonly generation: number;
  readonly steps: readonly PlanStep[];
  readonly degradations: readonly Degradation[];
  /** Record sets that are not touched, and why: records of others in the way, a locked record, a refused degradation. */
  readonly refused: readonly { readonly owner: Name; readonly type: CloudType; readonly reason: string }[];
  /** Records that bear this Meridian's mark, before the plan. */
  readonly managed: number;
  /** Of those, and of what is new, how many the plan changes. */
  readonly changed: number;
}

/** What an attempt at a step came to; by that it is retried, read again, reported, or everything stops and an operator is called. */
export type CloudErrorKind = 'retry' | 'reread' | 'capability' | 'stop';
