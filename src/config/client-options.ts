import { join } from 'node:path';
import { parseIp } from '../lib/ip-address.ts';
import { formatSocketAddress, parseSocketAddress } from '../lib/socket-address.ts';
import { UsageError } from './usage-error.ts';

/** The flags of every command that calls the API, as they were given. */
export interface ClientFlags {
  readonly api: string;
  readonly data: string;
  readonly tokenFile?: string;
}

export interface ClientOptions {
  /** Without a final slash. */
  readonly url: string;
  readonly tokenFile: string;
}

/** Reads where the API is and where its token is kept. Throws a UsageError. */
export function readClientOptions({ api, data, tokenFile }: ClientFlags): ClientOptions {
  const url = readUrl(api);
  if (url === undefined) throw new UsageError(`--api: expected ADDR:PORT or an http or https URL, found "${api}"`);
  return { url, tokenFile: tokenFile ?? join(data, 'admin.token') };
}

function readUrl(text: string): string | undefined {
  const listener = parseSocketAddress(text);
  if (listener) return `http://${formatSocketAddress({ ...listener, address: reachable(listener.address) })}`;
  const url = URL.parse(text);
  const fits = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '';
  return fits ? url.href.replace(/\/+$/, '') : undefined;
}

/** A server that listens everywhere is reached at loopback; MERIDIAN_API may be the same for both sides. */
function reachable(address: string): string {
  if (!parseIp(address)?.every(octet => octet === 0)) return address;
  return address.includes(':') ? '::1' : '127.0.0.1';
}
