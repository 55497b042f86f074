import type { Askers } from './askers.ts';
import type { ExposureTally } from './exposure-tally.ts';
import type { Traffic } from './table.ts';

/** Where a look-up counts the answers of steered record sets. */
export interface Counting {
  /** By record set and client class, of one table. */
  readonly traffic: Traffic;
  /** By address, until their TTLs run out. */
  readonly exposure: ExposureTally;
  /** By prefix, when it asks again. Undefined: that is not looked at. */
  readonly askers?: Askers | undefined;
}
