import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseIp } from '../lib/ip-address.ts';
import { formatSocketAddress, parseSocketAddress } from '../lib/socket-address.ts';
import { UsageError } from './usage-error.ts';

/** The flags of every command that calls the API, as they were given. */
export interface ClientFlags {
  readonly api: string;
  readonly data: string;
  readonly tokenFile?: string;
  readonly ca?: string;
}

export interface ClientOptions {
  /** Without a final slash. */
  readonly url: string;
  readonly tokenFile: string;
  /** Authorities in PEM format, the only ones that are trusted; undefined: those of the system. */
  readonly ca: string | undefined;
}

/** Reads where the API is, where its token is kept, and whom to trust. Throws a UsageError. */
export function readClientOptions({ api, data, tokenFile, ca }: ClientFlags): ClientOptions {
  const url = readUrl(api, ca === undefined ? 'http' : 'https');
  if (url === undefined) throw new UsageError(`--api: expected ADDR:PORT or an http or https URL, found "${api}"`);
  if (ca !== undefined && !url.startsWith('https:')) throw new UsageError(`--ca: expected an https URL in --api with it, found "${api}"`);
  return { url, tokenFile: tokenFile ?? join(data, 'admin.token'), ca: ca === undefined ? undefined : readAuthorities(ca) };
}

/** An authority of one's own is for TLS, so that an address alone then means https. */
function readUrl(text: string, scheme: 'http' | 'https'): string | undefined {
  const listener = parseSocketAddress(text);
  if (listener) return `${scheme}://${formatSocketAddress({ ...listener, address: reachable(listener.address) })}`;
  const url = URL.parse(text);
  const fits = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '';
  return fits ? url.href.replace(/\/+$/, '') : undefined;
}

function readAuthorities(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch (error) {
    throw new UsageError(`--ca: expected a file that can be read (${(error as NodeJS.ErrnoException).code}), found "${file}"`);
  }
  throw new UsageError(`--ca: expected a file with a certificate in PEM format, found "${file}"`);
}

/** A server that listens everywhere is reached at loopback; MERIDIAN_API may be the same for both sides. */
function reachable(address: string): string {
  if (!parseIp(address)?.every(octet => octet === 0)) return address;
  return address.includes(':') ? '::1' : '127.0.0.1';
}
