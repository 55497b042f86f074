import { asName } from '../../../lib/dns-name.ts';
import { formatIp, parseIp } from '../../../lib/ip-address.ts';
import { RR_TYPE, typeName } from '../../../lib/rr-type.ts';

/** One blank-separated part of RDATA in its one form; undefined where the text is none. */
type Part = (text: string) => string | undefined;

interface Form {
  readonly example: string;
  /** Parts between blanks; undefined: the RDATA is one text. */
  readonly parts?: readonly Part[];
}

const MAX_UINT8 = 0xff;
const MAX_UINT16 = 0xffff;
const MAX_UINT32 = 0xffff_ffff;

const octets = (length: number): Part => {
  return text => {
    const address = text.includes('%') ? undefined : parseIp(text);
    return address?.length === length ? formatIp(address) : undefined;
  };
};

const number = (most: number): Part => {
  return text => (/^\d{1,10}$/.test(text) && Number(text) <= most ? String(Number(text)) : undefined);
};

const name: Part = asName;

const tag: Part = text => (/^[a-z0-9]{1,15}$/i.test(text) ? text.toLowerCase() : undefined);
const quoted: Part = text => (/^"[^"]*"$/.test(text) ? text : undefined);

const uint16 = number(MAX_UINT16);
const uint32 = number(MAX_UINT32);
const nameForm: Form = { example: 'a name such as www.example.com', parts: [name] };
const textForm: Form = { example: 'text' };

const FORMS: ReadonlyMap<number, Form> = new Map<number, Form>([
  [RR_TYPE.A, { example: 'an IPv4 address such as 203.0.113.1', parts: [octets(4)] }],
  [RR_TYPE.AAAA, { example: 'an IPv6 address such as 2001:db8::1', parts: [octets(16)] }],
  [RR_TYPE.NS, nameForm],
  [RR_TYPE.CNAME, nameForm],
  [RR_TYPE.PTR, nameForm],
  [RR_TYPE.MX, { example: 'an MX record such as 10 mail.example.com', parts: [uint16, name] }],
  [RR_TYPE.SRV, { example: 'an SRV record such as 10 5 443 www.example.com', parts: [uint16, uint16, uint16, name] }],
  [
    RR_TYPE.SOA,
    {
      example: 'an SOA record such as ns1.example.com hostmaster.example.com 1 3600 600 86400 60',
      parts: [name, name, uint32, uint32, uint32, uint32, uint32],
    },
  ],
  [RR_TYPE.TXT, textForm],
  [RR_TYPE.SPF, textForm],
  [RR_TYPE.CAA, { example: 'a CAA record such as 0 issue "ca.example.net"', parts: [number(MAX_UINT8), tag, quoted] }],
]);

/**
 * RDATA in the one form in which the `dns` check writes that of answers: addresses as RFC 5952 has them, names in lower case with their
 * final dot, all strings of a TXT record put together without quotes. Undefined where the text is not RDATA of this type. Types without
 * a form of their own here are written as in RFC 3597 section 5.
 */
export function canonicalRdata(type: number, text: string): string | undefined {
  const form = FORMS.get(type);
  if (!form) return canonicalGeneric(text);
  if (!form.parts) return text;
  const { parts } = form;
  const words = text.match(/"[^"]*"|[^ \t]+/g) ?? [];
  if (words.length !== parts.length) return undefined;
  const canonical = words.flatMap((word, i) => parts[i]!(word) ?? []);
  return canonical.length === parts.length ? canonical.join(' ') : undefined;
}

/** What RDATA of a type looks like, for a message. */
export function rdataExample(type: number): string {
  return FORMS.get(type)?.example ?? `the octets of the ${typeName(type)} record (RFC 3597) such as \\# 4 cb007101`;
}

function canonicalGeneric(text: string): string | undefined {
  const [, length = '', blanks = ''] = /^\\#[ \t]+(\d{1,5})((?:[ \t]+[0-9a-f]+)*)[ \t]*$/i.exec(text.trim()) ?? [];
  const digits = blanks.replace(/[ \t]+/g, '').toLowerCase();
  return length !== '' && digits.length === 2 * Number(length) ? `\\# ${Number(length)} ${digits}`.trimEnd() : undefined;
}
