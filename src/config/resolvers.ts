import { isIP } from 'node:net';
import { parseSocketAddress, type SocketAddress } from '../lib/socket-address.ts';
import type { NoteProblem } from './protocol-flags.ts';

const DNS_PORT = 53;

/** Reads `--resolver` as it was given, each `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53` or `[2001:db8::53]:5353`. */
export function readResolvers(texts: readonly string[], problem: NoteProblem): readonly SocketAddress[] {
  return texts.flatMap((text, i) => {
    const resolver = isIP(text) ? { address: text, port: DNS_PORT } : parseSocketAddress(text);
    if (!resolver || resolver.port === 0) {
      problem('--resolver', text, 'ADDR or ADDR:PORT, such as 192.0.2.53 or [2001:db8::53]:53');
      return [];
    }
    if (texts.indexOf(text) < i) problem('--resolver', text, 'each resolver once');
    return [resolver];
  });
}
