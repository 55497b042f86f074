import type { Clock } from '../lib/clock.ts';
import type { Standstill } from '../lib/standstill.ts';
import type { Announcer } from './announcer.ts';
import type { Assigned } from './assigned.ts';
import type { Roster } from './roster.ts';

/** What the parts of the fleet share. */
export interface FleetParts {
  readonly clock: Clock;
  /** When this process stood still: what came late by that is no fault of who sent it. */
  readonly standstill: Pick<Standstill, 'within'>;
  /** Of the program. */
  readonly version: string;
  readonly roster: Roster;
  readonly announcer: Announcer;
  /** What is asked for now. */
  readonly assigned: () => Assigned;
  /** To be called after a vantage came, went, moved or changed: gives out slots and tells the health engine, as far as either is new. */
  readonly settle: () => void;
}
