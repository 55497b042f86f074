import type { Clock } from '../lib/clock.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import type { Counters } from './counters.ts';
import type { Engine } from './engine.ts';

export interface BoundAddress extends SocketAddress {
  readonly transport: 'udp' | 'tcp';
}

export interface TransportOptions {
  /** Each gets a socket; port 0 takes a free one. */
  readonly addresses: readonly SocketAddress[];
  /** Other threads of this process listen on the same addresses (SO_REUSEPORT). */
  readonly shared: boolean;
  readonly engine: Engine;
  readonly counters: Counters;
  readonly clock: Clock;
  /** Told of a socket that failed while it was serving. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Sockets of one kind that carry queries to the engine, in one worker. From the moment that `open` resolves queries are taken in.
 * test/contract/transport.contract.test.ts says what each implementation must do.
 */
export interface Transport {
  readonly bound: readonly BoundAddress[];
  /**
   * Answers queries until `close` was called or `poll` gave false. One that is driven by events only waits; one that blocks its thread
   * calls `poll` for each batch before it answers it, so that no answer is older than an order that has come, and every half a second
   * without a query. The worker's bell wakes it for orders.
   */
  serve(poll: Poll): Promise<void>;
  /** Frees the addresses, and ends `serve`. Called again it does nothing. */
  close(): Promise<void>;
}

/** Carries out the orders that wait for this worker; false once it has been told to stop. */
export type Poll = () => boolean;

/** Binds all of `addresses` or none; throws ListenError. */
export type OpenTransport = (options: TransportOptions) => Promise<Transport>;
