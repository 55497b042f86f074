/** What holds for every answer, whatever was asked; read with a reader of its own. */
import { WireReader } from '../answer/wire-reader.ts';

export interface Carried {
  readonly stream: boolean;
  /** The most that the server sends over UDP. */
  readonly maxSize: number;
}

const OPT = 41;
const TSIG = 250;
/** NSID, client subnet, cookie, keepalive, extended error. */
const KNOWN_OPTIONS = [3, 8, 10, 11, 15];
const KNOWN_RCODES = [0, 1, 2, 3, 4, 5, 6, 9, 16, 23];

/** Whether a packet has to be answered: it has a header, and is no answer itself. */
export function deservesAnswer(query: Uint8Array): boolean {
  return query.length >= 12 && (query[2]! & 0x80) === 0;
}

/** Throws where `answer` breaks a rule; gives its RCODE. */
export function judge(query: Uint8Array, answer: Uint8Array, carried: Carried): number {
  expect(deservesAnswer(query), 'an answer to what deserves none');
  expect(answer.length >= 12, 'an answer without a header');
  expect(answer[0] === query[0] && answer[1] === query[1], 'another ID');
  expect((answer[2]! & 0xf9) === (0x80 | (query[2]! & 0x79)), 'QR, OPCODE or RD is wrong');
  expect((answer[3]! & 0xf0) === 0, 'RA, Z, AD or CD is set');
  const truncated = (answer[2]! & 2) !== 0;
  expect(!(truncated && carried.stream), 'TC over a stream');
  const opt = judgeSections(query, answer, truncated);
  const asked = askedOpt(query);
  expect(opt === undefined || asked !== undefined, 'OPT without OPT in the query');
  const limit = opt === undefined ? 512 : Math.min(carried.maxSize, Math.max(512, asked?.payload ?? 0));
  expect(carried.stream || answer.length <= limit, `${answer.length} octets, ${limit} were allowed`);
  if (asked?.whole && (query[2]! & 0x78) === 0) expect(opt !== undefined, 'no OPT although the query had one');
  const rcode = ((opt?.extendedRcode ?? 0) << 4) | (answer[3]! & 15);
  expect(KNOWN_RCODES.includes(rcode), `RCODE ${rcode}`);
  expect(rcode !== 2, 'SERVFAIL');
  return rcode;
}

interface AnswerOpt {
  readonly extendedRcode: number;
}

function judgeSections(query: Uint8Array, answer: Uint8Array, truncated: boolean): AnswerOpt | undefined {
  const view = viewOf(answer);
  const [questions, answers, authorities, additionals] = [4, 6, 8, 10].map(at => view.getUint16(at)) as [number, number, number, number];
  expect(questions <= 1, 'more than one question');
  const reader = new WireReader(answer, 12);
  if (questions === 1) {
    reader.name(false);
    reader.at += 4;
    expect(Buffer.compare(answer.subarray(12, reader.at), query.subarray(12, reader.at)) === 0, 'another question');
  }
  if (truncated) expect(answers + authorities === 0, 'TC with records');
  let opt: AnswerOpt | undefined;
  for (let i = 0; i < answers + authorities + additionals; i++) {
    const at = reader.at;
    if (opt !== undefined) judgeTsig(answer, reader);
    else if (i >= answers + authorities && answer[at] === 0 && view.getUint16(at + 1) === OPT) opt = judgeOpt(answer, reader);
    else if (isTsig(answer, reader)) judgeTsig(answer, reader);
    else if (questions === 1 && isChaos(answer, reader)) skipChaos(reader);
    else reader.record();
  }
  expect(reader.at === answer.length, `${answer.length - reader.at} octets behind the last record`);
  return opt;
}

function judgeOpt(answer: Uint8Array, reader: WireReader): AnswerOpt {
  const view = viewOf(answer);
  const at = reader.at;
  const end = at + 11 + view.getUint16(at + 9);
  expect(answer[at + 6] === 0, 'a version of EDNS above 0');
  expect((view.getUint16(at + 7) & 0x7fff) === 0, 'unknown flags of EDNS');
  const seen: number[] = [];
  let option = at + 11;
  for (; option < end; option += 4 + view.getUint16(option + 2)) seen.push(view.getUint16(option));
  expect(option === end, 'an option longer than its record');
  expect(
    seen.every((code, i) => KNOWN_OPTIONS.includes(code) && seen.indexOf(code) === i),
    `options ${seen}`,
  );
  reader.at = end;
  return { extendedRcode: answer[at + 5]! };
}

/** The one record that may stand behind OPT, and is the last one. */
function judgeTsig(answer: Uint8Array, reader: WireReader): void {
  expect(isTsig(answer, reader), 'a record behind OPT that is no TSIG');
  expect((answer[3]! & 15) === 9, 'TSIG without NOTAUTH');
  reader.name(false);
  reader.at += 8;
  const length = reader.number(2);
  reader.at += length;
  expect(reader.at === answer.length, 'a record behind TSIG');
}

function isTsig(answer: Uint8Array, reader: WireReader): boolean {
  const at = reader.at;
  if (answer[at]! >= 0xc0) return false;
  reader.name(false);
  const type = viewOf(answer).getUint16(reader.at);
  reader.at = at;
  return type === TSIG;
}

/** Whether the record that comes is of class CH. */
function isChaos(answer: Uint8Array, reader: WireReader): boolean {
  const at = reader.at;
  return answer[at] === 0xc0 && viewOf(answer).getUint16(at + 4) === 3;
}

function skipChaos(reader: WireReader): void {
  reader.at += 10;
  const length = reader.number(2);
  reader.at += length;
}

interface AskedOpt {
  /** The greatest payload size of all its OPT records, where damage lets it have several. */
  readonly payload: number;
  /** The query has one question and is well formed to its end, with one OPT of the root's and no TSIG among additional records. */
  readonly whole: boolean;
}

/** Walks a query record by record as far as it can be read. */
function askedOpt(query: Uint8Array): AskedOpt | undefined {
  const view = viewOf(query);
  const counts = [6, 8, 10].map(at => view.getUint16(at));
  const questions = view.getUint16(4);
  const payloads: number[] = [];
  let owned = true;
  let at = 12;
  for (let i = 0; i < questions; i++) at = skipName(query, at, false) + 4;
  for (let i = counts[0]! + counts[1]! + counts[2]!; i > 0; i--) {
    const type = skipName(query, at, true);
    if (type + 10 > query.length) return payloads.length > 0 ? { payload: Math.max(...payloads), whole: false } : undefined;
    // What makes no sense in front of OPT keeps it from being read.
    if (view.getUint16(type) === TSIG) owned = false;
    if (view.getUint16(type) === OPT) {
      payloads.push(view.getUint16(type + 2));
      owned &&= type === at + 1;
    }
    at = type + 10 + view.getUint16(type + 8);
  }
  if (payloads.length === 0) return undefined;
  const whole = questions <= 1 && counts[0] === 0 && counts[1] === 0 && payloads.length === 1 && owned && at === query.length;
  return { payload: Math.max(...payloads), whole };
}

function skipName(query: Uint8Array, from: number, mayPoint: boolean): number {
  for (let at = from; at < Math.min(query.length, from + 255); at += query[at]! + 1) {
    if (query[at] === 0) return at + 1;
    if (query[at]! >= 0xc0 && mayPoint) return at + 2;
    if (query[at]! > 63) return Number.POSITIVE_INFINITY;
  }
  return Number.POSITIVE_INFINITY;
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}

function expect(holds: boolean, broken: string): void {
  if (!holds) throw new Error(broken);
}
