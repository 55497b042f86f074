import type { Name } from '../model/zone.ts';

/** RFC 1035 section 2.3.4: octets of a label, and of a whole name in wire form. */
export const MAX_LABEL = 63;
export const MAX_NAME = 255;

/** Octets that a name in text form must escape to keep its meaning (RFC 1035 section 5.1). */
const SPECIAL = new Set([...'."\\;()@$ \t'].map(c => c.charCodeAt(0)));

const BACKSLASH = 0x5c;
const DOT = 0x2e;

/** Why a text is not a domain name. */
export class NameError extends Error {}

/**
 * The labels of a name in text form, escapes resolved, case kept; a final dot gives no empty label.
 * Throws NameError where a label is empty or too long, or an escape is not `\DDD` or `\X`.
 */
export function parseLabels(text: string): Uint8Array[] {
  if (text === '.') return [];
  const labels: Uint8Array[] = [];
  let label: number[] = [];
  const end = () => {
    if (label.length === 0) throw new NameError(`empty label in "${text}"`);
    if (label.length > MAX_LABEL) throw new NameError(`label longer than ${MAX_LABEL} octets in "${text}"`);
    labels.push(Uint8Array.from(label));
    label = [];
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '.') {
      end();
      if (i === text.length - 1) return labels;
    } else if (char === '\\') {
      const [octet, length] = parseEscape(text, i);
      label.push(octet);
      i += length - 1;
    } else if (char > '\x7f') throw new NameError(`"${char}" in "${text}" is not ASCII (write it in its xn-- form)`);
    else label.push(char.charCodeAt(0));
  }
  end();
  return labels;
}

/** The octet that the escape at `at` stands for, and the length of the escape (RFC 1035 section 5.1). */
export function parseEscape(text: string, at: number): [octet: number, length: number] {
  const digits = /^\\(\d{3})/.exec(text.slice(at, at + 4));
  if (digits) {
    if (Number(digits[1]) > 255) throw new NameError(`escape ${digits[0]} is above \\255 in "${text}"`);
    return [Number(digits[1]), 4];
  }
  const next = text.charCodeAt(at + 1);
  if (Number.isNaN(next) || next > 0x7f || (next >= 0x30 && next <= 0x39)) throw new NameError(`bad escape in "${text}"`);
  return [next, 2];
}

/** A name in wire form, not compressed, case kept. Throws NameError if it is longer than 255 octets. */
export function labelsToWire(labels: readonly Uint8Array[]): Uint8Array {
  const length = labels.reduce((sum, label) => sum + label.length + 1, 1);
  if (length > MAX_NAME) throw new NameError(`name is ${length} octets long, more than ${MAX_NAME}`);
  const wire = new Uint8Array(length);
  let at = 0;
  for (const label of labels) {
    wire[at] = label.length;
    wire.set(label, at + 1);
    at += label.length + 1;
  }
  return wire;
}

/** The canonical text form of a name in wire form (see Name); stops at the root label. */
export function wireToName(wire: Uint8Array, start = 0): Name {
  let text = '';
  for (let at = start; wire[at] !== 0 && at < wire.length; at += wire[at]! + 1) {
    for (const octet of wire.subarray(at + 1, at + 1 + wire[at]!)) text += presentOctet(lower(octet));
    text += '.';
  }
  return text === '' ? '.' : text;
}

/** The wire form of a canonical name. */
export function nameToWire(name: Name): Uint8Array {
  if (name !== '.' && !name.includes('\\')) return plainToWire(name);
  return labelsToWire(parseLabels(name));
}

/** Without escapes, each dot becomes the length of the label behind it. */
function plainToWire(name: Name): Uint8Array {
  const wire = new Uint8Array(name.length + 1);
  let label = name.length;
  for (let at = name.length - 2; at >= -1; at--) {
    const code = at < 0 ? DOT : name.charCodeAt(at);
    if (code !== DOT) wire[at + 1] = code;
    else {
      wire[at + 1] = label - at - 2;
      label = at + 1;
    }
  }
  return wire;
}

/**
 * The canonical name that `text` means under `origin`: `@` is the origin, a final dot makes it absolute.
 * Throws NameError if it is no name, or too long.
 */
export function parseName(text: string, origin: Name = '.'): Name {
  if (text === '@') return origin;
  const labels = parseLabels(text);
  const absolute = text === '.' || /(^|[^\\])(\\\\)*\.$/.test(text.replace(/\\\d{3}/g, 'x'));
  return wireToName(labelsToWire(absolute ? labels : [...labels, ...parseLabels(origin)]));
}

/** What `parseName` gives; undefined where the text is no name. */
export function asName(text: string, origin?: Name): Name | undefined {
  try {
    return parseName(text, origin);
  } catch (error) {
    if (error instanceof NameError) return undefined;
    throw error;
  }
}

/** Whether `name` is `ancestor` or lies below it. */
export function isWithin(name: Name, ancestor: Name): boolean {
  return ancestor === '.' || name === ancestor || (name.endsWith(`.${ancestor}`) && !endsInEscape(name, ancestor));
}

/** The name without its first label; the root has no parent. */
export function parentOf(name: Name): Name | undefined {
  if (name === '.') return undefined;
  const dot = name.indexOf('.');
  if (dot > 0 && name.charCodeAt(dot - 1) !== BACKSLASH) return dot === name.length - 1 ? '.' : name.slice(dot + 1);
  for (let i = 0; i < name.length; i++) {
    if (name[i] === '\\') i++;
    else if (name[i] === '.') return i === name.length - 1 ? '.' : name.slice(i + 1);
  }
  return '.';
}

/** The name without its final dot, as people write it; the root stays ".". */
export function displayName(name: Name): string {
  return name === '.' ? name : name.slice(0, -1);
}

function endsInEscape(name: Name, ancestor: Name): boolean {
  if (name.charCodeAt(name.length - ancestor.length - 2) !== BACKSLASH) return false;
  const before = name.slice(0, name.length - ancestor.length - 1);
  return (/\\*$/.exec(before)?.[0].length ?? 0) % 2 === 1;
}

function lower(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
}

function presentOctet(octet: number): string {
  if (octet <= 0x20 || octet >= 0x7f) return `\\${String(octet).padStart(3, '0')}`;
  return SPECIAL.has(octet) ? `\\${String.fromCharCode(octet)}` : String.fromCharCode(octet);
}
