import { wireToName } from '../lib/dns-name.ts';
import { formatIp } from '../lib/ip-address.ts';
import { RR_TYPE } from '../lib/rr-type.ts';

/** Reads one field at `at`: its text, and where the next one begins. */
type Field = (rdata: Buffer, at: number) => readonly [text: string, next: number];

const uint16: Field = (rdata, at) => [String(rdata.readUInt16BE(at)), at + 2];
const uint32: Field = (rdata, at) => [String(rdata.readUInt32BE(at)), at + 4];
const address: Field = rdata => [formatIp(rdata), rdata.length];
const name: Field = (rdata, at) => {
  let end = at;
  while (rdata[end] !== 0) end += rdata[end]! + 1;
  return [wireToName(rdata, at), end + 1];
};
const strings: Field = (rdata, at) => {
  const parts: string[] = [];
  for (let next = at; next < rdata.length; next += rdata[next]! + 1) parts.push(quoted(rdata.subarray(next + 1, next + 1 + rdata[next]!)));
  return [parts.join(' '), rdata.length];
};

/** The fields of the types that people most often look at; all others are shown as RFC 3597 section 5 does. */
const FIELDS = new Map<number, readonly Field[]>([
  [RR_TYPE.A, [address]],
  [RR_TYPE.AAAA, [address]],
  [RR_TYPE.NS, [name]],
  [RR_TYPE.CNAME, [name]],
  [RR_TYPE.DNAME, [name]],
  [RR_TYPE.PTR, [name]],
  [RR_TYPE.MX, [uint16, name]],
  [RR_TYPE.TXT, [strings]],
  [RR_TYPE.SRV, [uint16, uint16, uint16, name]],
  [RR_TYPE.SOA, [name, name, uint32, uint32, uint32, uint32, uint32]],
]);

/** RDATA for people to read, as master files write it. */
export function presentRdata(type: number, rdata: Uint8Array): string {
  const octets = Buffer.from(rdata.buffer, rdata.byteOffset, rdata.length);
  const fields = FIELDS.get(type);
  if (!fields) return `\\# ${octets.length} ${octets.toString('hex')}`.trimEnd();
  const texts: string[] = [];
  let at = 0;
  for (const field of fields) {
    const [text, next] = field(octets, at);
    texts.push(text);
    at = next;
  }
  return texts.join(' ');
}

/** A character string between quotes (RFC 1035 section 5.1). */
function quoted(octets: Uint8Array): string {
  const text = Array.from(octets, octet => {
    if (octet === 0x22 || octet === 0x5c) return `\\${String.fromCharCode(octet)}`;
    return octet < 0x20 || octet > 0x7e ? `\\${String(octet).padStart(3, '0')}` : String.fromCharCode(octet);
  });
  return `"${text.join('')}"`;
}
