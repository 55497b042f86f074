import type { LookupAddress } from 'node:dns';
import type { Address } from '../src/model/steering.ts';
import type { CheckContext, CheckResult } from './check.ts';
import { abandoned, hostOf } from './connection.ts';
import { lookupHost } from './host-lookup.ts';
import { networkFailure } from './network-failure.ts';

/** An address as text, with its family as Node has it. */
export interface IpAddress {
  readonly ip: string;
  readonly family: 4 | 6;
}

/**
 * The address to probe: the endpoint's own, or the first that the system finds for its host name, for checks over sockets that do not
 * look up names themselves. A result where there is none, or when the deadline aborts; rejects with troubles of this machine.
 */
export function findIp(address: Address, { deadline, phaseEnded }: CheckContext): Promise<IpAddress | CheckResult> {
  if (deadline.aborted) return Promise.resolve(abandoned(deadline));
  if (address.family !== 'host') return Promise.resolve({ ip: address.text, family: address.family === 'ipv4' ? 4 : 6 });
  return new Promise((resolve, reject) => {
    // The system's look-up cannot be ended; what it finds too late is not looked at.
    const onAbort = () => resolve(abandoned(deadline));
    deadline.addEventListener('abort', onAbort, { once: true });
    lookupHost(hostOf(address), { all: false }, (error, ip, family) => {
      deadline.removeEventListener('abort', onAbort);
      if (error) {
        const reason = networkFailure(error);
        return reason === undefined ? reject(error) : resolve({ ok: false, reason });
      }
      phaseEnded('lookupMs');
      resolve({ ip: ip as string, family: family as (IpAddress & LookupAddress)['family'] });
    });
  });
}
