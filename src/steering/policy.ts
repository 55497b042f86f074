import type { EndpointState } from '../model/effective.ts';
import type { Client } from '../model/location.ts';
import type { Address, Coordinates, Endpoint, Pool, PoolSelect, Steering, SteeringNode, StickyPrefix, Subnet } from '../model/steering.ts';

/** One way to choose: the whole extension point. A new policy is a file with one of these, and a line in the registry. */
export interface Policy<Node extends SteeringNode> {
  /** The nodes directly below, in the order of the file. */
  readonly children: (node: Node) => readonly SteeringNode[];
  /** How nodes of this policy look at clients; undefined: all clients are alike to it. */
  readonly look: ((node: Node, scene: Scene) => Look) | undefined;
  /** What this node gives, from what its children give; undefined: it is down. */
  readonly decide: (node: Node, walk: Walk) => Outcome | undefined;
  /** How an explanation names this node. */
  readonly label: (node: Node) => string;
}

/** What of a client a policy may ask for. */
export type ClientField = 'country' | 'continent' | 'subdivision' | 'asn' | 'coordinates' | 'address';

/** How one node alone looks at clients: made once for the node, then asked for every kind of client. */
export interface Look {
  readonly fields: readonly ClientField[];
  /** The address blocks that it tells apart. */
  readonly subnets?: readonly Subnet[];
  /** Everything that `see` goes by besides the client: nodes of the same signature see alike. */
  readonly signature: string;
  readonly see: (client: Client) => Sight;
}

/** What a node makes of a client. */
export interface Sight {
  /** It treats clients of the same key alike. */
  readonly key: string;
  /** The children, by their numbers in `children`, that such a client can be led to. */
  readonly reaches: readonly number[];
}

/** What trees are laid over: it changes only with the files. */
export interface Scene {
  readonly steering: Steering;
  readonly distanceKm: (a: Coordinates, b: Coordinates) => number;
  /** All pools at or below a node, each once, in the order of the file. */
  readonly poolsBelow: (node: SteeringNode) => readonly Pool[];
  /** For each child of a node the places of all sites below it that have coordinates. */
  readonly placesBelow: (node: SteeringNode) => readonly (readonly Coordinates[])[];
  /** How a node looks at clients, made once. */
  readonly lookOf: (node: SteeringNode) => Look | undefined;
}

/** What a record set can carry: the addresses of one family, or host names. */
export type Family = Address['family'];

/** What pools gave in walks over the same states: trees that share pools ask each once. Of use only where no explanation is wanted. */
export interface DrawCache {
  drawsUnder(rule: Rule, family: Family): PoolDraws;
}

/** What pools gave under one rule for one family. */
export interface PoolDraws {
  /** What `draw` gives, or gave before for the same pool. */
  of(pool: Pool, draw: () => Outcome | undefined): Outcome | undefined;
}

/** What may be answered in a walk. */
export interface Rule {
  readonly eligible: (state: EndpointState) => boolean;
  /** Pools need no more than one endpoint, whatever their `min_up` says. */
  readonly fewSuffice: boolean;
}

/** One walk over a tree for one kind of client; `decide` sees the rest of the tree only through it. */
export interface Walk {
  readonly scene: Scene;
  readonly client: Client;
  readonly family: Family;
  readonly visit: (child: SteeringNode) => Outcome | undefined;
  readonly stateOf: (pool: Pool, endpoint: Endpoint) => EndpointState;
  readonly rule: Rule;
  /** Where what pools gave before may be taken again. */
  readonly draws: PoolDraws | undefined;
  /** Tells an explanation why the node at hand comes out as it does. */
  readonly because: (reason: string | (() => string)) => void;
  /** Tells an explanation what is thought of one endpoint; undefined where nobody asked for one. */
  readonly judge: ((endpoint: Endpoint, state: EndpointState, eligible: boolean) => void) | undefined;
  /** Tells an explanation that a child, visited or not, is not used. */
  readonly passOver: (child: SteeringNode, reason: string) => void;
}

/** What a node gives when it is up: draws, each with its share of the clients. Shares are positive and need not sum to 1. */
export type Outcome = readonly Share[];

export interface Share {
  readonly weight: number;
  readonly draw: Draw;
}

export type Draw = RecordDraw | StickyDraw;

/** Records to draw from; `members` may be empty: the pool is up but has nothing of the family asked for. */
export interface RecordDraw {
  readonly kind: 'records';
  readonly select: PoolSelect;
  /** How many records an answer carries at most. */
  readonly answers: number;
  /** One, or with the policy `all` several. */
  readonly pools: readonly Pool[];
  readonly members: readonly Member[];
}

/** A choice that the client's network makes, always the same while the branches are there (weighted rendezvous hashing). */
export interface StickyDraw {
  readonly kind: 'sticky';
  readonly prefix: StickyPrefix;
  /** At least two. */
  readonly of: readonly StickyBranch[];
}

export interface StickyBranch {
  /** Positive. */
  readonly weight: number;
  /** What the branch is called: its clients stay with that name. No two alike. */
  readonly name: string;
  readonly outcome: Outcome;
}

/** One record that may be drawn. */
export interface Member {
  readonly pool: Pool;
  readonly endpoint: Endpoint;
  readonly address: Address;
  /** Positive. */
  readonly weight: number;
}
