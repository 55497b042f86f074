import { endOfQuestion } from '../load/question.ts';
import { listenOnBoth } from './two-transports.ts';

/** A name server for the names `ttlN.…`: each answer has the TTL N and an address of its own, so that answers can be told apart later. */
export interface Authority extends AsyncDisposable {
  readonly port: number;
  /** When each address was given, in milliseconds of `performance.now()`. */
  readonly given: ReadonlyMap<number, Given>;
  /** While true it hears questions and says nothing. */
  silent: boolean;
}

export interface Given {
  readonly atMs: number;
  readonly ttl: number;
}

const FIRST_ADDRESS = 0x0a000001;
const A = 1;
/** QR and AA, beside the RD of the question. */
const ANSWER = 0x84;
/** EDNS with 1232 octets (RFC 6891), for those that have it. */
const OPT = Buffer.of(0, 0, 41, 1232 >> 8, 1232 & 255, 0, 0, 0, 0, 0, 0);

export async function startAuthority(): Promise<Authority> {
  const given = new Map<number, Given>();
  const listening = await listenOnBoth((query, answer) => {
    if (!authority.silent) answer(answerTo(query, given));
  });
  const authority: Authority = {
    port: listening.port,
    given,
    silent: false,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
  return authority;
}

/** Without an address for any other type or name. */
function answerTo(query: Buffer, given: Map<number, Given>): Buffer {
  const end = endOfQuestion(query);
  const ttl = /^ttl(\d+)$/i.exec(query.toString('latin1', 13, 13 + query[12]!))?.[1];
  const answered = ttl !== undefined && query.readUInt16BE(end - 4) === A;
  const head = Buffer.from(query.subarray(0, end));
  head[2] = ANSWER | (query[2]! & 1);
  head.fill(0, 3, 4);
  head[7] = answered ? 1 : 0;
  head.fill(0, 8, 11);
  const hasEdns = query[11]! > 0;
  return Buffer.concat([head, ...(answered ? [addressRecord(Number(ttl), given)] : []), ...(hasEdns ? [OPT] : [])]);
}

/** An A record of the name of the question, with an address that was never given before. */
function addressRecord(ttl: number, given: Map<number, Given>): Buffer {
  const address = FIRST_ADDRESS + given.size;
  given.set(address, { atMs: performance.now(), ttl });
  const record = Buffer.of(0xc0, 12, 0, A, 0, 1, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0);
  record.writeUInt32BE(ttl, 6);
  record.writeUInt32BE(address, 12);
  return record;
}
