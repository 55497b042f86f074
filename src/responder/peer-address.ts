/** Reads the text forms of addresses that node:dgram and node:net give, without allocation. */
import type { Peer } from './engine.ts';

/** An empty peer to fill with `readPeer`. */
export function createPeer(): Peer {
  return { family: 4, address: new Uint8Array(16) };
}

/**
 * Fills `peer` from an address that the machine itself has written: well formed, IPv6 perhaps with a zone, and with a dotted end
 * where it maps IPv4 (which then counts as IPv4).
 */
export function readPeer(text: string, peer: Peer): void {
  const colon = text.lastIndexOf(':');
  const dotted = text.indexOf('.') > colon;
  peer.family = dotted && (colon === -1 || text.startsWith('::ffff:')) ? 4 : 6;
  if (peer.family === 4) readIpv4(text, colon + 1, peer.address);
  else readIpv6(text, peer.address);
}

function readIpv4(text: string, from: number, address: Uint8Array): void {
  let octet = 0;
  let at = 0;
  for (let i = from; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x2e) {
      address[at++] = octet;
      octet = 0;
    } else octet = octet * 10 + char - 0x30;
  }
  address[at] = octet;
}

/** Groups before `::` stand at the front, those behind it at the end. */
function readIpv6(text: string, address: Uint8Array): void {
  address.fill(0);
  let group = 0;
  let digits = 0;
  let at = 0;
  let gap = -1;
  for (let i = 0; i <= text.length; i++) {
    const char = i < text.length ? text.charCodeAt(i) : 0x25;
    const digit = hexDigit(char);
    if (digit >= 0) {
      group = (group << 4) | digit;
      digits++;
      continue;
    }
    if (digits > 0) {
      address[at] = group >> 8;
      address[at + 1] = group;
      at += 2;
    } else if (char === 0x3a && i > 0) gap = at;
    group = 0;
    digits = 0;
    if (char === 0x25) break;
  }
  if (gap >= 0) {
    address.copyWithin(16 - (at - gap), gap, at);
    address.fill(0, gap, 16 - (at - gap));
  }
}

function hexDigit(char: number): number {
  if (char >= 0x30 && char <= 0x39) return char - 0x30;
  if (char >= 0x61 && char <= 0x66) return char - 0x57;
  return char >= 0x41 && char <= 0x46 ? char - 0x37 : -1;
}
