/** What the main thread and a worker of the responder say to each other. */
import type { Askers } from '../answer/askers.ts';
import type { Counting } from '../answer/counting.ts';
import type { ExposureMemory } from '../answer/exposure-memory.ts';
import type { Lookup } from '../answer/lookup.ts';
import type { AnswerTable, TableChange, Traffic } from '../answer/table.ts';
import type { RandomBits } from '../lib/random.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import type { Counters } from './counters.ts';
import type { Identity } from './identity.ts';
import type { Protocol } from './protocol.ts';
import type { BoundAddress } from './transport.ts';
import type { WorkerLink } from './worker-link.ts';

/** What a worker answers from next: a whole table, or some decisions of the one it has. */
export type Update = { readonly table: AnswerTable } | { readonly change: TableChange };

/**
 * An update as one worker gets it: with the array to count in while it answers from the table, and the memory to count records in from now on
 * where it is not the one it has.
 */
export type CountedUpdate = ({ readonly table: AnswerTable; readonly traffic: Traffic } | { readonly change: TableChange }) & {
  readonly exposure?: ExposureMemory | undefined;
};

export type CreateLookup = (table: AnswerTable, random: RandomBits, counting: Counting) => Lookup;

export interface ListenAddress extends SocketAddress {
  /** A default address: skipped with a warning when the machine does not have it. */
  readonly optional: boolean;
}

/** Which UDP transport: many packets with one call, one at a time on every platform, or the first where the machine has it. */
export type UdpChoice = 'batched' | 'portable' | 'auto';

/**
 * What a worker listens on. A worker that waits for UDP packets can do nothing else, so TCP has one of its own: the first of a responder
 * that starts, it claims the addresses for all of them.
 */
export type Sockets =
  | { readonly kind: 'claim'; readonly listen: readonly ListenAddress[] }
  | { readonly kind: 'tcp'; readonly addresses: readonly SocketAddress[] }
  | { readonly kind: 'udp'; readonly addresses: readonly SocketAddress[]; readonly shared: boolean; readonly choice: UdpChoice };

/** A worker's `workerData`. */
export interface WorkerSetup {
  readonly sockets: Sockets;
  readonly table: AnswerTable;
  readonly traffic: Traffic;
  readonly exposure: ExposureMemory;
  readonly askers: Askers;
  /** To be applied to `table` in this order before the first query. */
  readonly changes: readonly TableChange[];
  readonly identity: Identity;
  readonly protocol: Protocol;
  readonly counters: Counters;
  readonly link: WorkerLink;
}

/** Main thread to worker. */
export type Order = { readonly kind: 'update'; readonly sequence: number; readonly update: CountedUpdate } | { readonly kind: 'stop' };

/** Worker to main thread. */
export type Report =
  | { readonly kind: 'listening'; readonly bound: readonly BoundAddress[]; readonly warnings: readonly string[] }
  | { readonly kind: 'cannot-listen'; readonly where: BoundAddress; readonly code: string }
  | { readonly kind: 'serving'; readonly sequence: number }
  /** The update did not fit; the worker answers from what it had. */
  | { readonly kind: 'refused'; readonly sequence: number; readonly error: Error }
  | { readonly kind: 'fault'; readonly error: Error };
