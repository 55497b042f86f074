import { isIP } from 'node:net';
import { askDns } from './dns/ask.ts';
import { NoAnswer } from './dns/no-answer.ts';
import type { DnsParts } from './dns/session.ts';
import type { VerifyParts } from './verify.ts';

export interface AskWitnessParts extends DnsParts {
  /** An address of a host; rejects where there is none. */
  readonly resolve: (host: string, signal: AbortSignal) => Promise<string>;
}

/** How `verify` asks: name servers without recursion, resolvers with it, over UDP as clients do. */
export function askWitness(parts: AskWitnessParts): VerifyParts['ask'] {
  return async ({ server: { host, port }, role }, question, signal) => {
    const address = isIP(host) ? host : await resolved(host, port, parts, signal);
    return askDns({ address, port }, question, { isRecursive: role === 'resolver' }, parts, signal);
  };
}

async function resolved(host: string, port: number, { resolve }: AskWitnessParts, signal: AbortSignal): Promise<string> {
  try {
    return await resolve(host, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new NoAnswer({ address: host, port }, 'has no address', error);
  }
}
