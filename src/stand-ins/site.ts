import { once } from 'node:events';
import type { Server } from 'node:http';
import type { SocketAddress } from '../lib/socket-address.ts';
import { type Listening, listen } from './listen.ts';
import { standInPages } from './pages.ts';
import type { StandInPlan } from './plan.ts';

/** A running stand-in site. It is a plan too, of where it really listens. Disposed, it cuts every connection. */
export interface StandIn extends StandInPlan, AsyncDisposable {
  /** Addresses that were left out, each with its reason. */
  readonly warnings: readonly string[];
}

/** A stand-in site could not start; the message has every address that failed, and why. */
export class StandInError extends Error {
  readonly code = 'stand_in_not_started';
}

/**
 * Starts a small HTTP server on each address of a stand-in site: all of them or none. Port 0 takes a free one. An IPv6 address on a
 * machine without IPv6 is skipped with a warning. Throws StandInError.
 */
export async function startStandIn({ site, listeners }: StandInPlan): Promise<StandIn> {
  const tried = await Promise.all(listeners.map(wanted => listen(wanted, boundTo => standInPages(site, boundTo))));
  const running = tried.filter(({ kind }) => kind === 'listening') as Extract<Listening, { kind: 'listening' }>[];
  const stop = async () => void (await Promise.all(running.map(({ server }) => close(server))));
  const failed = tried.flatMap(each => (each.kind === 'failed' ? [each] : []));
  if (failed.length > 0) {
    await stop();
    throw new StandInError(`stand-in site ${site}: ${failed.map(({ reason }) => reason).join('; ')}`, { cause: failed[0]?.cause });
  }
  return {
    site,
    listeners: running.map(({ at }): SocketAddress => at),
    warnings: tried.flatMap(each => (each.kind === 'skipped' ? [each.reason] : [])),
    [Symbol.asyncDispose]: stop,
  };
}

/** Requests that hang are cut, not waited for. */
async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
