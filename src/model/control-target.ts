import type { CheckSettings } from './monitor.ts';
import type { Address } from './steering.ts';

/** Something that a vantage can always reach, unless it is the vantage that is cut off. */
export interface ControlTarget {
  /** As the operator wrote it: `tcp://192.0.2.1:443`. */
  readonly text: string;
  readonly address: Address;
  readonly check: CheckSettings;
}
