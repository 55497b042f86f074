import type { EndpointState } from '../model/effective.ts';
import type { Location } from '../model/location.ts';
import type { Coordinates, Endpoint, Pool, Steering, SteeringNode } from '../model/steering.ts';

/** One way to choose: the whole extension point. A new policy is a file with one of these, and a line in the registry. */
export interface Policy<Node extends SteeringNode> {
  /** The nodes directly below. */
  readonly children: (node: Node) => readonly SteeringNode[];
  /** Whether nodes of this policy look at the client's location at all. */
  readonly looksAtClient: boolean;
  /** What of the client this node alone looks at: it treats clients of the same key alike. */
  readonly clientKey: (node: Node, client: Location, scene: Scene) => string;
  /** What this node gives, from what its children give; undefined: it is down. */
  readonly decide: (node: Node, walk: Walk) => Outcome | undefined;
  /** How an explanation names this node. */
  readonly label: (node: Node) => string;
}

/** What trees are laid over: it changes only with the files. */
export interface Scene {
  readonly steering: Steering;
  readonly distanceKm: (a: Coordinates, b: Coordinates) => number;
  /** All pools at or below a node, each once, in the order of the file. */
  readonly poolsBelow: (node: SteeringNode) => readonly Pool[];
}

/** What a record set can carry: the addresses of one family, or host names. */
export type Family = 'ipv4' | 'ipv6' | 'host';

/** What pools gave in walks over the same states: trees that share pools ask each once. Of use only where no explanation is wanted. */
export interface DrawCache {
  /** What `draw` gives, or gave before for the same pool, family and rule. */
  get(pool: Pool, walk: Pick<Walk, 'family' | 'eligible'>, draw: () => Outcome | undefined): Outcome | undefined;
}

/** One walk over a tree for one kind of client; `decide` sees the rest of the tree only through it. */
export interface Walk {
  readonly scene: Scene;
  readonly client: Location;
  readonly family: Family;
  readonly visit: (child: SteeringNode) => Outcome | undefined;
  readonly stateOf: (pool: Pool, endpoint: Endpoint) => EndpointState;
  /** Whether an endpoint may be answered in this walk. */
  readonly eligible: (state: EndpointState) => boolean;
  readonly cache?: DrawCache;
  /** Tells an explanation why the node at hand comes out as it does. */
  readonly because: (reason: string) => void;
  /** Tells an explanation what is thought of one endpoint; undefined where nobody asked for one. */
  readonly judge: ((endpoint: Endpoint, state: EndpointState, eligible: boolean) => void) | undefined;
  /** Tells an explanation that a child, visited or not, is not used. */
  readonly passOver: (child: SteeringNode, reason: string) => void;
}

/** What a node gives when it is up: pools, each with its share of the clients. Shares are positive and need not sum to 1. */
export type Outcome = readonly Share[];

export interface Share {
  readonly weight: number;
  readonly draw: Draw;
}

/** How one pool answers; `members` may be empty: the pool is up but has nothing of the family asked for. */
export interface Draw {
  readonly pool: Pool;
  readonly members: readonly Member[];
}

export interface Member {
  readonly endpoint: Endpoint;
  /** Positive. */
  readonly weight: number;
}
