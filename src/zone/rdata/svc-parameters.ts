import { readOctets } from '../character-string.ts';
import { Fault, quoteText } from '../fault.ts';
import { type RdataText, readIpv4 } from '../rdata-text.ts';
import { readNumber } from '../ttl-text.ts';
import { readIpv6 } from './addresses.ts';
import { decodeBase64 } from './binary.ts';
import { uint16At, WireError } from './field.ts';

export interface SvcParameter {
  readonly key: number;
  /** As written: `alpn`, `key65400`. */
  readonly name: string;
  readonly value: Uint8Array;
}

/** One key of SVCB and HTTPS. */
interface SvcKey {
  readonly key: number;
  /** What a value must be, for messages. */
  readonly expected: string;
  /** The wire form of a value (undefined: none was given); undefined where it is wrong. */
  readonly encode: (value: Uint8Array | undefined) => Uint8Array | undefined;
  readonly isValid: (value: Uint8Array) => boolean;
}

const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const anything = () => true;
const isText = (value: Uint8Array) => value.length > 0;

/** The keys by name (IANA Service Parameter Keys; RFC 9460 section 14.3.2). A new key is one entry here. */
const SVC_KEYS: Readonly<Record<string, SvcKey>> = {
  mandatory: {
    key: 0,
    expected: 'keys with commas between, each once, not mandatory itself',
    encode: encodeMandatory,
    isValid: isMandatory,
  },
  alpn: { key: 1, expected: 'protocol names of 1 to 255 octets with commas between', encode: encodeAlpn, isValid: isAlpn },
  'no-default-alpn': {
    key: 2,
    expected: 'no value',
    encode: value => (value === undefined ? new Uint8Array() : undefined),
    isValid: value => value.length === 0,
  },
  port: { key: 3, expected: 'a number from 0 to 65535', encode: encodePort, isValid: value => value.length === 2 },
  ipv4hint: {
    key: 4,
    expected: 'IPv4 addresses with commas between',
    encode: value => encodeAddresses(value, ipv4Octets),
    isValid: value => value.length > 0 && value.length % 4 === 0,
  },
  ech: { key: 5, expected: 'Base64 (RFC 4648)', encode: value => value && decodeBase64(asText(value)), isValid: isText },
  ipv6hint: {
    key: 6,
    expected: 'IPv6 addresses with commas between',
    encode: value => encodeAddresses(value, readIpv6),
    isValid: value => value.length > 0 && value.length % 16 === 0,
  },
  dohpath: { key: 7, expected: 'a URI template', encode: value => value, isValid: isText },
  ohttp: {
    key: 8,
    expected: 'no value',
    encode: value => (value === undefined ? new Uint8Array() : undefined),
    isValid: value => value.length === 0,
  },
};

const BY_NUMBER = new Map(Object.entries(SVC_KEYS).map(([name, { key, isValid }]) => [key, { name, isValid }]));

/** Reads `key`, `key=value` or `key="value"` (RFC 9460 section 2.1). Throws Fault where it is none of them or the value is wrong. */
export function readParameter(input: RdataText): SvcParameter {
  const { offset } = input;
  const word = input.word('parameter', 'key or key=value');
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const known = Object.hasOwn(SVC_KEYS, name) ? SVC_KEYS[name] : undefined;
  const key = keyNumber(name);
  if (key === undefined)
    throw new Fault(`parameter ${quoteText(name, 0, name.length)} is not known, expected a key of RFC 9460 or key0 to key65534`, offset);
  const raw = equals < 0 ? undefined : readValue(word, equals + 1, offset);
  const value = known ? known.encode(raw) : (raw ?? new Uint8Array());
  const valid = value && value.length <= 0xffff && (BY_NUMBER.get(key)?.isValid ?? anything)(value);
  const expected = known?.expected ?? `octets that are right for ${BY_NUMBER.get(key)?.name ?? 'it'}`;
  if (!valid) throw new Fault(`parameter ${quoteText(word, 0, word.length)}: expected ${expected}`, offset);
  return { key, name, value };
}

/** Throws WireError where the value of a known key is wrong. */
export function checkParameter(key: number, value: Uint8Array): void {
  const known = BY_NUMBER.get(key);
  if (known && !known.isValid(value)) throw new WireError(`parameter ${known.name} has a wrong value`);
}

/** `port`, or `key65400` for a key without a name. */
export function svcKeyName(key: number): string {
  return BY_NUMBER.get(key)?.name ?? `key${key}`;
}

function keyNumber(name: string): number | undefined {
  if (Object.hasOwn(SVC_KEYS, name)) return SVC_KEYS[name]!.key;
  const number = /^key(0|[1-9]\d{0,4})$/.exec(name)?.[1];
  return number !== undefined && Number(number) < 0xffff ? Number(number) : undefined;
}

function readValue(word: string, start: number, offset: number): Uint8Array {
  const quoted = word.length > start + 1 && word[start] === '"' && word.endsWith('"');
  try {
    return quoted ? readOctets(word, start + 1, word.length - 1) : readOctets(word, start, word.length);
  } catch (error) {
    // Offsets inside the word become offsets inside the file.
    throw error instanceof Fault ? new Fault(error.message, offset + error.offset) : error;
  }
}

/** Divides a list at its commas; `\,` and `\\` stand for themselves (RFC 9460 appendix A.1). Undefined where an item is empty. */
function splitList(value: Uint8Array | undefined): Uint8Array[] | undefined {
  const items: number[][] = [[]];
  for (let at = 0; value && at < value.length; at++) {
    const octet = value[at]!;
    if (octet === COMMA) items.push([]);
    else if (octet !== BACKSLASH) items.at(-1)!.push(octet);
    else if (++at < value.length) items.at(-1)!.push(value[at]!);
    else return undefined;
  }
  return items.every(item => item.length > 0) ? items.map(item => Uint8Array.from(item)) : undefined;
}

function encodeMandatory(value: Uint8Array | undefined): Uint8Array | undefined {
  const keys = splitList(value)?.map(item => keyNumber(asText(item)) ?? -1);
  if (!keys || keys.some(key => key <= 0) || new Set(keys).size !== keys.length) return undefined;
  return Uint8Array.from(keys.sort((a, b) => a - b).flatMap(key => [key >> 8, key & 255]));
}

function isMandatory(value: Uint8Array): boolean {
  let last = 0;
  for (let at = 0; at < value.length; at += 2) {
    if (at + 1 >= value.length || uint16At(value, at) <= last) return false;
    last = uint16At(value, at);
  }
  return value.length > 0;
}

function encodeAlpn(value: Uint8Array | undefined): Uint8Array | undefined {
  const names = splitList(value);
  return names?.every(name => name.length <= 255) ? Uint8Array.from(names.flatMap(name => [name.length, ...name])) : undefined;
}

function isAlpn(value: Uint8Array): boolean {
  let at = 0;
  while (at < value.length && value[at] !== 0) at += value[at]! + 1;
  return value.length > 0 && at === value.length;
}

function encodePort(value: Uint8Array | undefined): Uint8Array | undefined {
  const text = value ? asText(value) : '';
  const port = readNumber(text, 0, text.length);
  return port >= 0 && port <= 0xffff ? Uint8Array.of(port >> 8, port & 255) : undefined;
}

function encodeAddresses(value: Uint8Array | undefined, octetsOf: (text: string) => Uint8Array | undefined): Uint8Array | undefined {
  const addresses = value ? asText(value).split(',').map(octetsOf) : [];
  const octets = addresses.flatMap(address => (address ? [...address] : []));
  return addresses.every(address => address !== undefined) ? Uint8Array.from(octets) : undefined;
}

function ipv4Octets(text: string): Uint8Array | undefined {
  const octets: number[] = [];
  return readIpv4(text, 0, text.length, octet => octets.push(octet)) ? Uint8Array.from(octets) : undefined;
}

function asText(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}
