/** Who this server is, for those who ask in class CH (RFC 4892) or with NSID (RFC 5001). */
import { labelsToWire, parseLabels } from '../lib/dns-name.ts';
import type { IdentityQuestion } from '../lib/identity-question.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import { writeUint16 } from './opt.ts';
import type { Query } from './query.ts';
import { CLASS_CH } from './wire.ts';

/** Undefined: not told. Each has at most 128 octets, so that it fits beside any question in 512. */
export interface Identity {
  readonly version: string | undefined;
  readonly serverId: string | undefined;
  /** What nobody is told although it is known. */
  readonly hidden?: readonly IdentityQuestion[];
}

interface IdentityName {
  readonly name: Uint8Array;
  readonly text: Uint8Array;
}

const MAX_TEXT = 128;

/** The octets of an identity; empty for undefined. Throws RangeError above 128. */
export function identityOctets(text: string | undefined): Uint8Array {
  const octets = new TextEncoder().encode(text ?? '');
  if (octets.length > MAX_TEXT) throw new RangeError(`identity "${text}" has ${octets.length} octets, more than ${MAX_TEXT}`);
  return octets;
}

/** The names of class CH that are answered: `version.bind`, `hostname.bind`, `id.server` (RFC 4892) and `version.server`. */
export function identityNames(identity: Identity): readonly IdentityName[] {
  const entry = (name: IdentityQuestion, text: string | undefined) => ({
    name: labelsToWire(parseLabels(name)),
    text: identityOctets(identity.hidden?.includes(name) ? undefined : text),
  });
  const names = [
    entry('version.bind', identity.version),
    entry('version.server', identity.version),
    entry('hostname.bind', identity.serverId),
    entry('id.server', identity.serverId),
  ];
  return names.filter(({ text }) => text.length > 0);
}

/**
 * Writes the TXT record that answers a question of class CH into `out` at `at`; gives the offset behind it, or 0 where the question is none
 * of `names`. Hot path: no allocation.
 */
export function writeIdentity(query: Query, names: readonly IdentityName[], out: Uint8Array, at: number): number {
  const { type } = query.question;
  if (type !== RR_TYPE.TXT && type !== RR_TYPE.ANY) return 0;
  for (let i = 0; i < names.length; i++) {
    const { name, text } = names[i]!;
    if (isName(query, name)) return writeTxt(text, out, at);
  }
  return 0;
}

/** Names are alike without regard to case (RFC 4343 section 3). */
function isName(query: Query, name: Uint8Array): boolean {
  const { message, nameAt, nameLength } = query.question;
  if (nameLength !== name.length) return false;
  for (let i = 0; i < nameLength; i++) {
    const octet = message[nameAt + i]!;
    if ((octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet) !== name[i]) return false;
  }
  return true;
}

function writeTxt(text: Uint8Array, out: Uint8Array, at: number): number {
  at = writeUint16(out, at, 0xc00c);
  at = writeUint16(out, at, RR_TYPE.TXT);
  at = writeUint16(out, at, CLASS_CH);
  at = writeUint16(out, at, 0);
  at = writeUint16(out, at, 0);
  at = writeUint16(out, at, text.length + 1);
  out[at] = text.length;
  for (let i = 0; i < text.length; i++) out[at + 1 + i] = text[i]!;
  return at + 1 + text.length;
}
