import { createHmac, timingSafeEqual } from 'node:crypto';
import { nameToWire } from '../../lib/dns-name.ts';
import { readUint16 } from '../../lib/wire-name.ts';
import type { Name } from '../../model/zone.ts';
import { CLASS, TSIG_ERROR, TSIG_TYPE } from './codes.ts';
import { lastRecord, MalformedMessage, readMessage } from './read-message.ts';
import { uint16, uint32, writeRecord } from './write-message.ts';

/** The algorithms that may be used (RFC 8945 section 6), with their hashes, as Node names them. */
export const TSIG_ALGORITHMS = {
  'hmac-sha256': 'sha256',
  'hmac-sha384': 'sha384',
  'hmac-sha512': 'sha512',
} as const;

export type TsigAlgorithm = keyof typeof TSIG_ALGORITHMS;

/** A key that the name server has too. The secret is in no log, error or metric. */
export interface TsigKey {
  readonly name: Name;
  readonly algorithm: TsigAlgorithm;
  readonly secret: Uint8Array;
}

/** How much the clocks of both sides may differ, in seconds (RFC 8945 section 10 recommends it). */
export const FUDGE_SECONDS = 300;

/** Why an answer cannot be believed, or why the server did not believe us. */
export type TsigFault = 'unsigned' | 'bad-key' | 'bad-signature' | 'bad-time' | 'bad-truncation' | 'other-key';

export class TsigError extends Error {
  readonly fault: TsigFault;
  /** Of BADTIME: the server's time, milliseconds since the epoch. */
  readonly serverTimeMs: number | undefined;

  constructor(fault: TsigFault, serverTimeMs?: number) {
    super(fault);
    this.fault = fault;
    this.serverTimeMs = serverTimeMs;
  }
}

export interface Signed {
  readonly octets: Uint8Array;
  /** The answer's signature covers it. */
  readonly mac: Uint8Array;
}

/** Signs a request (RFC 8945 section 4). `nowMs`: milliseconds since the epoch. */
export function signRequest(request: Uint8Array, key: TsigKey, nowMs: number): Signed {
  const time = timeOctets(nowMs);
  const mac = macOf(key, [request, variables(key, time, uint16(0, 0))]);
  const rdata = Buffer.concat([algorithmName(key), time, uint16(mac.length), mac, request.subarray(0, 2), uint16(0, 0)]);
  const octets = Buffer.concat([request, writeRecord({ name: key.name, type: TSIG_TYPE, class: CLASS.ANY, ttl: 0, rdata })]);
  octets.writeUInt16BE(octets.readUInt16BE(10) + 1, 10);
  return { octets, mac };
}

/**
 * Verifies the answers to one signed request as they come; of a transfer, in which not every message need be signed, all of them
 * (RFC 8945 sections 5.3 and 5.3.1).
 */
export class TsigVerifier {
  readonly #key: TsigKey;
  readonly #now: () => number;
  #mac: Uint8Array;
  #isFirst = true;
  #unsigned: Uint8Array[] = [];

  /** `mac`: of the request. `now`: milliseconds since the epoch. */
  constructor(key: TsigKey, mac: Uint8Array, now: () => number) {
    this.#key = key;
    this.#mac = mac;
    this.#now = now;
  }

  /** Whether everything so far is covered by a signature. */
  get isSettled(): boolean {
    return !this.#isFirst && this.#unsigned.length === 0;
  }

  /** Takes the next message. Throws TsigError where it cannot be believed, or says that the request was not. */
  take(octets: Uint8Array): void {
    const record = readMessage(octets).additional.at(-1);
    if (record?.type !== TSIG_TYPE) {
      this.#takeUnsigned(octets);
      return;
    }
    const fields = readFields(record.rdata);
    const fault = faultSaid(fields.error);
    // BADKEY and BADSIG come unsigned; they can only make us stop.
    if (fault === 'bad-key' || fault === 'bad-signature') throw new TsigError(fault);
    if (record.name !== this.#key.name) throw new TsigError('other-key');
    const digest = macOf(this.#key, [
      uint16(this.#mac.length),
      this.#mac,
      ...this.#unsigned,
      withoutTsig(octets, fields.originalId),
      this.#isFirst
        ? variables(this.#key, fields.time, Buffer.concat([uint16(fields.error, fields.other.length), fields.other]))
        : fields.time,
    ]);
    if (!isSame(digest, fields.mac)) throw new TsigError('bad-signature');
    if (fault !== undefined) throw new TsigError(fault, fields.other.length === 6 ? timeMs(fields.other) : undefined);
    if (Math.abs(timeMs(fields.time) - this.#now()) > 1000 * (readUint16(fields.time, 6) + 1)) {
      throw new TsigError('bad-time', timeMs(fields.time));
    }
    this.#mac = fields.mac;
    this.#isFirst = false;
    this.#unsigned = [];
  }

  #takeUnsigned(octets: Uint8Array): void {
    // At most 99 messages in between are (section 5.3.1).
    if (this.#isFirst || this.#unsigned.length >= 99) throw new TsigError('unsigned');
    this.#unsigned.push(octets);
  }
}

interface TsigFields {
  /** Time signed and fudge, 8 octets. */
  readonly time: Uint8Array;
  readonly mac: Uint8Array;
  readonly originalId: number;
  readonly error: number;
  readonly other: Uint8Array;
}

function readFields(rdata: Uint8Array): TsigFields {
  let at = 0;
  while (at < rdata.length && rdata[at] !== 0) at += rdata[at]! + 1;
  const mac = at + 1 + 8 + 2;
  const behind = mac + readUint16(rdata, mac - 2);
  const fields = {
    time: rdata.subarray(at + 1, at + 9),
    mac: rdata.subarray(mac, behind),
    originalId: readUint16(rdata, behind),
    error: readUint16(rdata, behind + 2),
    other: rdata.subarray(behind + 6),
  };
  if (rdata.length < behind + 6 || fields.other.length !== readUint16(rdata, behind + 4))
    throw new MalformedMessage('a broken TSIG record');
  return fields;
}

/** What was signed: the message as it was before the record was put at its end (section 4.3.2). */
function withoutTsig(octets: Uint8Array, originalId: number): Uint8Array {
  const bare = Buffer.from(octets.subarray(0, lastRecord(octets).start));
  bare.writeUInt16BE(originalId, 0);
  bare.writeUInt16BE(bare.readUInt16BE(10) - 1, 10);
  return bare;
}

function faultSaid(error: number): TsigFault | undefined {
  switch (error) {
    case 0:
      return undefined;
    case TSIG_ERROR.BADKEY:
      return 'bad-key';
    case TSIG_ERROR.BADTIME:
      return 'bad-time';
    case TSIG_ERROR.BADTRUNC:
      return 'bad-truncation';
    default:
      return 'bad-signature';
  }
}

/** The TSIG variables (section 4.3.3), from the key's name to the other data. */
function variables(key: TsigKey, time: Uint8Array, errorAndOther: Uint8Array): Uint8Array {
  return Buffer.concat([nameToWire(key.name), uint16(CLASS.ANY), uint32(0), algorithmName(key), time, errorAndOther]);
}

function macOf({ algorithm, secret }: TsigKey, parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac(TSIG_ALGORITHMS[algorithm], secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

function isSame(ours: Uint8Array, theirs: Uint8Array): boolean {
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}

function algorithmName({ algorithm }: TsigKey): Uint8Array {
  return nameToWire(`${algorithm}.`);
}

/** Time signed, 48 bits, and fudge. */
function timeOctets(nowMs: number): Uint8Array {
  const seconds = Math.floor(nowMs / 1000);
  return uint16(Math.floor(seconds / 0x1_0000_0000), Math.floor(seconds / 0x1_0000) & 0xffff, seconds & 0xffff, FUDGE_SECONDS);
}

function timeMs(octets: Uint8Array): number {
  return 1000 * (readUint16(octets, 0) * 0x1_0000_0000 + readUint16(octets, 2) * 0x1_0000 + readUint16(octets, 4));
}
