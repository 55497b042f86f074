/**
 * The protocol: bytes in, bytes out, the same for every transport. What the names mean is the answer source's business.
 * Hot path: fields that are filled again, no allocation, no closures, no text; watched by `npm run bench -- responder`.
 */
import type { AnswerSource, Client, Reply } from '../answer/source.ts';
import { COUNTER, type Counters, count, countRcode } from './counters.ts';
import { type Identity, identityNames, identityOctets, writeIdentity } from './identity.ts';
import { optLength, writeOpt } from './opt.ts';
import { createQuery, type Query, readQuery } from './query.ts';
import { AA, CD, CLASS_CH, CLASS_IN, CLASSIC_UDP_SIZE, HEADER_LENGTH, META_TYPE, QR, RCODE, RD, TC } from './wire.ts';

/** Where a query came from. */
export interface Peer {
  family: 4 | 6;
  /** 16 octets, of which IPv4 uses the first 4. */
  readonly address: Uint8Array;
}

export interface Engine {
  /**
   * Answers the first `queryLength` octets of `query` into `out` from 0 on; gives the octets of the answer, or 0 for silence.
   * `maxSize` is what the transport carries: at least 512, and `out` has so many octets. A `stream` has no smaller limit of the
   * client's. `out` may be `query` itself, or another view of the same octets from the same offset on: the answer then replaces the query.
   */
  respond(query: Uint8Array, queryLength: number, peer: Peer, out: Uint8Array, maxSize: number, stream: boolean): number;
}

export interface EngineOptions {
  readonly source: AnswerSource;
  readonly identity: Identity;
  readonly counters: Counters;
  /** Told of what `source.resolve` threw; the query is answered with SERVFAIL. */
  readonly onFault: (error: unknown) => void;
}

/** An engine over `source`, which may change its answers between two queries. Throws RangeError for an identity of more than 128 octets. */
export function createEngine(options: EngineOptions): Engine {
  return new ProtocolEngine(options);
}

class ProtocolEngine implements Engine {
  private readonly source: AnswerSource;
  private readonly counters: Counters;
  private readonly onFault: (error: unknown) => void;
  private readonly serverId: Uint8Array;
  private readonly names: ReturnType<typeof identityNames>;
  private readonly query: Query = createQuery();
  private readonly client: Client = { family: 4, address: new Uint8Array(16), prefixLength: 0 };
  private readonly reply: Reply = createReply();
  /** Octets 2 and 3 of the query's header, kept because the answer may be written over them. */
  private flags = 0;
  private moreFlags = 0;

  constructor({ source, identity, counters, onFault }: EngineOptions) {
    this.source = source;
    this.counters = counters;
    this.onFault = onFault;
    this.serverId = identityOctets(identity.serverId);
    this.names = identityNames(identity);
  }

  respond(query: Uint8Array, queryLength: number, peer: Peer, out: Uint8Array, maxSize: number, stream: boolean): number {
    count(this.counters, (stream ? COUNTER.TCP4 : COUNTER.UDP4) + (peer.family === 6 ? 1 : 0));
    // No ID to answer with, or an answer itself: whoever answered that would echo for ever (RFC 1035 section 4.1.1).
    if (queryLength < HEADER_LENGTH || (query[2]! & QR) !== 0) {
      count(this.counters, COUNTER.DROPPED);
      return 0;
    }
    this.flags = query[2]!;
    this.moreFlags = query[3]!;
    out[0] = query[0]!;
    out[1] = query[1]!;
    // All sections empty for opcodes that we do not know (RFC 8906 section 8.1.4).
    if ((this.flags & 0x78) !== 0) return this.headerOnly(RCODE.NOTIMP, out);
    const rcode = readQuery(query, queryLength, this.query);
    if (this.query.questionEnd === 0) return this.headerOnly(rcode, out);
    copyQuestion(query, this.query.questionEnd, out);
    resetReply(this.reply, rcode, this.query.questionEnd);
    if (rcode === RCODE.NOERROR) this.answer(peer, out, this.limit(maxSize, stream) - optLength(this.query, this.serverId));
    // Options of a query that is not well formed are not answered.
    else this.query.subnet.present = false;
    return this.finish(out);
  }

  /** Octets that the answer may have (RFC 6891 section 6.2.5). */
  private limit(maxSize: number, stream: boolean): number {
    if (stream) return maxSize;
    if (!this.query.edns) return CLASSIC_UDP_SIZE;
    return Math.min(Math.max(CLASSIC_UDP_SIZE, this.query.payloadSize), maxSize);
  }

  private answer(peer: Peer, out: Uint8Array, limit: number): void {
    const reply = this.reply;
    const rcode = refusal(this.query);
    if (rcode !== RCODE.NOERROR) reply.rcode = rcode;
    else if (this.query.class === CLASS_CH) this.answerIdentity(out);
    else {
      this.identifyClient(peer);
      this.resolve(out, limit);
    }
  }

  private answerIdentity(out: Uint8Array): void {
    const end = writeIdentity(this.query, this.names, out, this.query.questionEnd);
    if (end === 0) {
      this.reply.rcode = RCODE.REFUSED;
      return;
    }
    this.reply.authoritative = true;
    this.reply.answers = 1;
    this.reply.end = end;
  }

  /** A client subnet of 0 bits asks to be treated as the resolver that sent it (RFC 7871 section 7.1.2). */
  private identifyClient(peer: Peer): void {
    const subnet = this.query.subnet;
    const known = subnet.present && subnet.source > 0;
    this.client.family = known ? (subnet.family === 1 ? 4 : 6) : peer.family;
    this.client.address = known ? subnet.address : peer.address;
    this.client.prefixLength = known ? subnet.source : peer.family === 4 ? 32 : 128;
  }

  private resolve(out: Uint8Array, limit: number): void {
    const reply = this.reply;
    const at = this.query.questionEnd;
    try {
      this.source.resolve(this.query.question, this.client, reply, out, at, limit);
      if (reply.end < at || reply.end > limit) throw new RangeError(`answer ends at ${reply.end}, outside of ${at} to ${limit}`);
    } catch (error) {
      count(this.counters, COUNTER.FAULTS);
      resetReply(reply, RCODE.SERVFAIL, at);
      this.onFault(error);
    }
    // TC says that something is missing; sections that are cut would be taken for whole (RFC 2181 section 9).
    if (reply.truncated) {
      reply.answers = 0;
      reply.authorities = 0;
      reply.additionals = 0;
      reply.end = at;
    }
  }

  private finish(out: Uint8Array): number {
    const reply = this.reply;
    let end = reply.end;
    if (this.query.edns) end = writeOpt(this.query, this.serverId, reply.rcode, this.scope(), out, end);
    this.writeHeader(out, reply.rcode, reply.authoritative, reply.truncated);
    writeCounts(out, 1, reply.answers, reply.authorities, reply.additionals + (this.query.edns ? 1 : 0));
    if (reply.truncated) count(this.counters, COUNTER.TRUNCATED);
    return end;
  }

  /** Errors and denials hold for everybody, and so does an answer to a client that keeps its address (RFC 7871 sections 7.1.2 and 7.4). */
  private scope(): number {
    const { rcode, scope } = this.reply;
    const { family, source } = this.query.subnet;
    return rcode !== RCODE.NOERROR || source === 0 ? 0 : Math.min(scope, family === 1 ? 32 : 128);
  }

  private headerOnly(rcode: number, out: Uint8Array): number {
    this.writeHeader(out, rcode, false, false);
    writeCounts(out, 0, 0, 0, 0);
    return HEADER_LENGTH;
  }

  /** OPCODE, RD and CD are copied (RFC 1035 section 4.1.1, RFC 4035 section 3.1.6); RA, Z and AD are 0. */
  private writeHeader(out: Uint8Array, rcode: number, authoritative: boolean, truncated: boolean): void {
    out[2] = QR | (this.flags & (0x78 | RD)) | (authoritative ? AA : 0) | (truncated ? TC : 0);
    out[3] = (this.moreFlags & CD) | (rcode & 0x0f);
    countRcode(this.counters, rcode);
  }
}

/** The RCODE for what is well formed but is not looked up; NOERROR for everything else. */
function refusal(query: Query): number {
  switch (query.question.type) {
    // Nobody may copy a zone from here (RFC 5936 section 5, RFC 1995).
    case META_TYPE.AXFR:
    case META_TYPE.IXFR:
      return RCODE.REFUSED;
    // Records about messages are not data that could be asked for (RFC 6891 section 6.1.1, RFC 8945, RFC 2930, RFC 9824 section 3.5).
    case META_TYPE.OPT:
    case META_TYPE.TSIG:
    case META_TYPE.TKEY:
    case META_TYPE.NXNAME:
      return RCODE.FORMERR;
    // Obsolete since RFC 1035 section 3.2.3.
    case META_TYPE.MAILA:
    case META_TYPE.MAILB:
      return RCODE.NOTIMP;
  }
  return query.class === CLASS_IN || query.class === CLASS_CH ? RCODE.NOERROR : RCODE.REFUSED;
}

/** The question goes back octet by octet: resolvers check the case of its name. */
function copyQuestion(query: Uint8Array, end: number, out: Uint8Array): void {
  if (query === out) return;
  for (let at = HEADER_LENGTH; at < end; at++) out[at] = query[at]!;
}

function createReply(): Reply {
  return { rcode: 0, authoritative: false, answers: 0, authorities: 0, additionals: 0, end: 0, truncated: false, scope: 0 };
}

function resetReply(reply: Reply, rcode: number, end: number): void {
  reply.rcode = rcode;
  reply.authoritative = false;
  reply.answers = 0;
  reply.authorities = 0;
  reply.additionals = 0;
  reply.end = end;
  reply.truncated = false;
  reply.scope = 0;
}

/** Sections of an answer have fewer than 65,536 records: each takes 11 octets or more. */
function writeCounts(out: Uint8Array, questions: number, answers: number, authorities: number, additionals: number): void {
  out[4] = 0;
  out[5] = questions;
  out[6] = answers >> 8;
  out[7] = answers;
  out[8] = authorities >> 8;
  out[9] = authorities;
  out[10] = additionals >> 8;
  out[11] = additionals;
}
