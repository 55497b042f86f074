import type { Address } from './steering.ts';
import type { Name } from './zone.ts';

/** What is known of a host name that answers carry the addresses of. */
export interface Resolution {
  /** What was found last, however long ago: IPv4 before IPv6, in ascending order. The same array until it changes. */
  readonly addresses: readonly Address[];
  /** Milliseconds since the epoch when a resolver last told addresses; undefined: none ever did. */
  readonly foundAtMs: number | undefined;
  /** Undefined while the name is found, and before the first answer. */
  readonly failing: Failing | undefined;
}

/** A name of which a resolver tells nothing that could be answered. */
export interface Failing {
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
  /** Short and plain, the newest: `timeout`, `no such name`, `AAAA: the resolver says SERVFAIL`. */
  readonly reason: string;
}

export type Resolutions = ReadonlyMap<Name, Resolution>;
