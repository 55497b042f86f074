import { isLoopback } from '../lib/ip-address.ts';

/** An address as a resolver told it. */
export interface ToldAddress {
  readonly text: string;
  /** 4 or 16 octets. */
  readonly bytes: Uint8Array;
}

/**
 * Why no client can be sent to an address, however it came into the DNS: `0.0.0.0 (unspecified)`; undefined for one that may be answered.
 * Sources: RFC 6890, RFC 4291 section 2.5.
 */
export function refusalOf({ text, bytes }: ToldAddress, allowLoopback: boolean): string | undefined {
  const kind = kindOf(bytes);
  return kind === undefined || (kind === 'loopback' && allowLoopback) ? undefined : `${text} (${kind})`;
}

function kindOf(bytes: Uint8Array): string | undefined {
  if (isLoopback(bytes)) return 'loopback';
  return bytes.length === 4 ? kindOfIpv4(bytes) : kindOfIpv6(bytes);
}

function kindOfIpv4([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0) return 'unspecified';
  if (first === 169 && second === 254) return 'link-local';
  if (first! >= 224 && first! < 240) return 'multicast';
  return [first, second, third, fourth].every(octet => octet === 255) ? 'broadcast' : undefined;
}

function kindOfIpv6(bytes: Uint8Array): string | undefined {
  const zeros = bytes.findIndex(octet => octet !== 0);
  if (zeros === -1) return 'unspecified';
  if (zeros === 10 && bytes[10] === 0xff && bytes[11] === 0xff) return 'IPv4-mapped';
  if (bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80) return 'link-local';
  return bytes[0] === 0xff ? 'multicast' : undefined;
}
