/** Names in wire form (RFC 1035 section 3.1). Hot path: numbers only, nothing is allocated. */

/** Lower case of one octet of a name (RFC 4343): ASCII letters only. Length octets are below 64 and pass unchanged. */
export function lowerOctet(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
}

/** A 16-bit number, the high octet first; octets behind the end count as 0. */
export function readUint16(octets: Uint8Array, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!;
}

/** Where a whole name at `at` ends, the root label or the pointer (RFC 1035 section 4.1.4) included. */
export function endOfName(octets: Uint8Array, at: number): number {
  let end = at;
  while (octets[end] !== 0 && octets[end]! < 0xc0) end += octets[end]! + 1;
  return octets[end] === 0 ? end + 1 : end + 2;
}

/** Where the label at `at` stands, pointers followed; of messages that we wrote, whose pointers lead backwards. */
export function labelAt(octets: Uint8Array, at: number): number {
  let label = at;
  while (octets[label]! >= 0xc0) label = readUint16(octets, label) & 0x3fff;
  return label;
}
