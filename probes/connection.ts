import { displayName } from '../src/lib/dns-name.ts';
import type { Address } from '../src/model/steering.ts';
import type { CheckResult } from './check.ts';
import { networkFailure } from './network-failure.ts';

/** What a check opens: a socket, or a request that owns one. */
export interface Connection {
  on(event: 'error', listener: (error: Error) => void): unknown;
  destroy(): unknown;
}

/**
 * Opens a connection, waits for the first conclusion and destroys the connection whatever it is: `conclude` called, `fail` called or
 * an error of the connection, or the deadline. Rejects with errors that are no failure of the endpoint (see `networkFailure`).
 */
export function throughConnection<End = CheckResult>(
  deadline: AbortSignal,
  open: (conclude: (end: End) => void, fail: (error: Error) => void) => Connection,
): Promise<End | CheckResult> {
  if (deadline.aborted) return Promise.resolve(abandoned(deadline));
  return new Promise((resolve, reject) => {
    const onAbort = () => conclude(abandoned(deadline));
    const end = () => {
      deadline.removeEventListener('abort', onAbort);
      connection.destroy();
    };
    const conclude = (result: End | CheckResult) => {
      end();
      resolve(result);
    };
    const fail = (error: Error) => {
      end();
      const reason = networkFailure(error);
      if (reason === undefined) reject(error);
      else resolve({ ok: false, reason });
    };
    const connection = open(conclude, fail);
    deadline.addEventListener('abort', onAbort);
    // Stays for good: a destroyed connection may still report an error, which nobody awaits any more.
    connection.on('error', fail);
  });
}

/** The host to connect to, as Node wants it: literals without brackets, names without their final dot. */
export function hostOf(address: Address): string {
  return address.family === 'host' ? displayName(address.name) : address.text;
}

/** What a check gives that the deadline has ended. */
export function abandoned(deadline: AbortSignal): CheckResult {
  return { ok: false, reason: deadline.reason instanceof Error ? deadline.reason.message : String(deadline.reason) };
}
