import { type default as DNS, Packet } from 'dns2';
import { RR_TYPE } from '../../src/lib/rr-type.ts';

/**
 * The RDATA of a record as a master file has it, in one form alone: names in lower case with their final dot, the strings of a TXT
 * record put together. Types without a form here are in that of RFC 3597. What monitors expect is written in the same form.
 */
export function presentRdata(record: DNS.Packet.Resource): string {
  const form = FORMS.get(record.type);
  return form ? form(record) : generic(record);
}

const FORMS: ReadonlyMap<number, (record: DNS.Packet.Resource) => string> = new Map([
  [RR_TYPE.A, ({ address }) => `${address}`],
  [RR_TYPE.AAAA, ({ address }) => `${address}`],
  [RR_TYPE.NS, ({ ns }) => name(ns)],
  [RR_TYPE.CNAME, ({ domain }) => name(domain)],
  [RR_TYPE.PTR, ({ domain }) => name(domain)],
  [RR_TYPE.MX, ({ priority, exchange }) => `${priority} ${name(exchange)}`],
  [RR_TYPE.SRV, ({ priority, weight, port, target }) => `${priority} ${weight} ${port} ${name(target)}`],
  [
    RR_TYPE.SOA,
    ({ primary, admin, serial, refresh, retry, expiration, minimum }) =>
      `${name(primary)} ${name(admin)} ${serial} ${refresh} ${retry} ${expiration} ${minimum}`,
  ],
  [RR_TYPE.TXT, ({ data }) => (data as readonly string[]).join('')],
  [RR_TYPE.SPF, ({ data }) => (data as readonly string[]).join('')],
  [RR_TYPE.CAA, ({ flags, tag, value }) => `${flags} ${tag?.toLowerCase()} "${value}"`],
]);

/** The codec gives the octets of a label as characters, and does not escape them. */
function name(decoded = ''): string {
  const labels = decoded.replace(/[A-Z]+/g, letters => letters.toLowerCase()).replace(/[^!-~]|["\\;()@$]/g, escaped);
  return labels === '' ? '.' : `${labels}.`;
}

function escaped(char: string): string {
  return /[!-~]/.test(char) ? `\\${char}` : `\\${String(char.charCodeAt(0)).padStart(3, '0')}`;
}

/** RFC 3597 section 5. */
function generic(record: DNS.Packet.Resource): string {
  const octets = record.type === Packet.TYPE.DNSKEY ? dnskeyOctets(record) : (record.data as Buffer);
  return `\\# ${octets.length} ${octets.toString('hex')}`.trimEnd();
}

/** The only type without a form here that the codec takes apart and does not keep whole. */
function dnskeyOctets({ flags = 0, protocol = 0, algorithm = 0, key = '' }: DNS.Packet.Resource): Buffer {
  return Buffer.concat([Buffer.from([flags >> 8, flags & 255, protocol, algorithm]), Buffer.from(key, 'base64')]);
}
