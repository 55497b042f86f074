/**
 * The protocol: bytes in, bytes out, the same for every transport. What the names mean is the answer source's business.
 * Hot path: fields that are filled again, no allocation, no closures, no text; watched by `npm run bench -- responder`.
 */
import type { AnswerSource, Client, Reply } from '../answer/source.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { RCODE } from '../lib/rcode.ts';
import { CLIENT_COOKIE, ServerCookies } from './cookie.ts';
import { COUNTER, type Counters, count, countRcode } from './counters.ts';
import { EXTENDED_ERROR } from './extended-error.ts';
import { type Identity, identityNames, identityOctets, writeIdentity } from './identity.ts';
import { type OptAnswer, type OptFacts, optLength, writeOpt } from './opt.ts';
import { PLAIN_PROTOCOL, type Protocol } from './protocol.ts';
import { createQuery, forgetOptions, type Query, readQuery } from './query.ts';
import { ANSWER_KIND, LIMIT, RateLimiter } from './rate-limit.ts';
import { refuse } from './refusal.ts';
import { createReply, emptySections, kindOf, resetReply, writeCounts, zoneOf } from './reply.ts';
import { TCP_IDLE_MS } from './tcp-limits.ts';
import { tsigLength, writeTsig } from './tsig.ts';
import { AA, CLASS_CH, CLASSIC_UDP_SIZE, HEADER_LENGTH, QR, RD, TC } from './wire.ts';

/** Where a query came from. */
export interface Peer {
  family: 4 | 6;
  /** 16 octets, of which IPv4 uses the first 4. */
  readonly address: Uint8Array;
}

export interface Engine {
  /** Reads the clock. A transport calls this before each batch of queries, so that no query has to. */
  tick(): void;
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
  /** By default no cookies and no limits. */
  readonly protocol?: Protocol;
  readonly clock?: Clock;
}

/** An engine over `source`, which may change its answers between two queries. Throws RangeError for an identity of more than 128 octets. */
export function createEngine(options: EngineOptions): Engine {
  return new ProtocolEngine(options);
}

class ProtocolEngine implements Engine {
  private readonly source: AnswerSource;
  private readonly counters: Counters;
  private readonly onFault: (error: unknown) => void;
  private readonly clock: Clock;
  private readonly facts: OptFacts;
  private readonly names: ReturnType<typeof identityNames>;
  private readonly cookies: ServerCookies | undefined;
  private readonly limiter: RateLimiter | undefined;
  private readonly query: Query = createQuery();
  private readonly client: Client = {
    family: 4,
    address: new Uint8Array(16),
    prefixLength: 0,
    isSubnet: false,
    stream: false,
    sender: { family: 4, address: new Uint8Array(16) },
  };
  private readonly reply: Reply = createReply();
  private readonly opt: OptAnswer = { rcode: 0, scope: 0, extendedError: EXTENDED_ERROR.NONE };
  /** Octet 2 of the query's header, kept because the answer may be written over it. */
  private flags = 0;
  /** The client has shown that it gets what is sent to its address: over a stream, or by its cookie. */
  private proven = false;

  constructor({ source, identity, counters, onFault, protocol = PLAIN_PROTOCOL, clock = systemClock }: EngineOptions) {
    this.source = source;
    this.counters = counters;
    this.onFault = onFault;
    this.clock = clock;
    const serverId = identityOctets(identity.hidden?.includes('nsid') ? undefined : identity.serverId);
    this.facts = { serverId, udpSize: protocol.udpSize, keepalive: TCP_IDLE_MS / 100 };
    this.names = identityNames(identity);
    this.cookies = protocol.cookies && new ServerCookies(protocol.cookies);
    this.limiter = protocol.rateLimit && new RateLimiter(protocol.rateLimit);
    this.tick();
  }

  tick(): void {
    const nowMs = this.clock.now();
    this.source.setTime(nowMs);
    this.cookies?.setTime(nowMs);
    this.limiter?.setTime(nowMs);
  }

  respond(query: Uint8Array, queryLength: number, peer: Peer, out: Uint8Array, maxSize: number, stream: boolean): number {
    count(this.counters, (stream ? COUNTER.TCP4 : COUNTER.UDP4) + (peer.family === 6 ? 1 : 0));
    // No ID to answer with, or an answer itself: whoever answered that would echo for ever (RFC 1035 section 4.1.1).
    if (queryLength < HEADER_LENGTH || (query[2]! & QR) !== 0) return this.silence();
    this.flags = query[2]!;
    this.proven = stream;
    out[0] = query[0]!;
    out[1] = query[1]!;
    // All sections empty for opcodes that we do not know (RFC 8906 section 8.1.4).
    if ((this.flags & 0x78) !== 0) return this.headerOnly(RCODE.NOTIMP, peer, out);
    const rcode = readQuery(query, queryLength, this.query);
    if (this.query.questionEnd === 0) return this.headerOnly(rcode, peer, out);
    copyQuestion(query, this.query.questionEnd, out);
    resetReply(this.reply, rcode, this.query.questionEnd);
    this.opt.extendedError = EXTENDED_ERROR.NONE;
    const limit = this.limit(maxSize, stream);
    if (rcode === RCODE.NOERROR) this.answer(peer, out, limit, stream);
    // Options of a query that is not well formed are not answered.
    else forgetOptions(this.query);
    return this.isLimited(peer, out) ? this.silence() : this.finish(out, limit);
  }

  private silence(): number {
    count(this.counters, COUNTER.DROPPED);
    return 0;
  }

  /** Octets that the answer may have (RFC 6891 section 6.2.5). */
  private limit(maxSize: number, stream: boolean): number {
    if (stream) return maxSize;
    if (!this.query.edns) return CLASSIC_UDP_SIZE;
    return Math.min(Math.max(CLASSIC_UDP_SIZE, this.query.payloadSize), maxSize, this.facts.udpSize);
  }

  private answer(peer: Peer, out: Uint8Array, limit: number, stream: boolean): void {
    const { query, reply } = this;
    // Over UDP it is ignored (RFC 7828 section 3.3.1).
    if (!stream) query.keepalive = false;
    const knownCookie = this.exchangeCookie(peer);
    if (query.tsig.present) reply.rcode = RCODE.NOTAUTH;
    else if (query.questions === 0) this.answerCookie(knownCookie);
    else {
      this.opt.extendedError = refuse(query, reply);
      if (reply.rcode !== RCODE.NOERROR) return;
      if (query.class === CLASS_CH) this.answerIdentity(out);
      else {
        this.client.stream = stream;
        this.identifyClient(peer);
        this.resolve(out, limit - optLength(query, this.facts, EXTENDED_ERROR.NONE));
      }
    }
  }

  /** Whether the server cookie of the query is good; the answer's is in its place then. */
  private exchangeCookie(peer: Peer): boolean {
    const { cookie } = this.query;
    if (!this.cookies) cookie.present = false;
    if (!this.cookies || !cookie.present) return false;
    const known = this.cookies.exchange(cookie, peer);
    this.proven ||= known;
    return known;
  }

  /** A query for a server cookie alone, or about one (RFC 7873 section 5.4). */
  private answerCookie(known: boolean): void {
    const { cookie } = this.query;
    if (!cookie.present) this.reply.rcode = RCODE.FORMERR;
    else if (cookie.length > CLIENT_COOKIE && !known) this.reply.rcode = RCODE.BADCOOKIE;
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
    this.client.isSubnet = known;
    this.client.sender.family = peer.family;
    this.client.sender.address = peer.address;
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
    if (reply.truncated) emptySections(reply, at);
    // RFC 8914 section 4.21.
    if (reply.rcode === RCODE.REFUSED) this.opt.extendedError = EXTENDED_ERROR.NOT_AUTHORITATIVE;
  }

  /**
   * Whether nothing is sent, because too much goes to this prefix. What is let slip makes a client that really asked come back: with its
   * new cookie where it knows cookies (RFC 7873 section 5.2.3), over TCP otherwise.
   */
  private isLimited(peer: Peer, out: Uint8Array): boolean {
    if (!this.limiter || this.proven) return false;
    const { reply, query } = this;
    const kind = kindOf(reply);
    const verdict = this.limiter.check(peer, kind, kind === ANSWER_KIND.NEGATIVE ? zoneOf(out, query.questionEnd, reply) : 0);
    if (verdict === LIMIT.PASS) return false;
    count(this.counters, verdict === LIMIT.DROP ? COUNTER.RATE_DROPPED : COUNTER.RATE_SLIPPED);
    emptySections(reply, query.questionEnd);
    this.opt.extendedError = EXTENDED_ERROR.NONE;
    if (query.cookie.present) reply.rcode = RCODE.BADCOOKIE;
    else reply.truncated = true;
    return verdict === LIMIT.DROP;
  }

  private finish(out: Uint8Array, limit: number): number {
    const { query, reply, opt } = this;
    let end = reply.end;
    let additionals = reply.additionals;
    if (query.edns) {
      opt.rcode = reply.rcode;
      opt.scope = this.scope();
      end = writeOpt(query, this.facts, opt, out, end);
      additionals++;
    }
    // Long names of key and algorithm may leave no room: the RCODE says enough.
    if (reply.rcode === RCODE.NOTAUTH && query.tsig.present && end + tsigLength(query.tsig) <= limit) {
      end = writeTsig(query.tsig, out, end);
      additionals++;
    }
    this.writeHeader(out, reply.rcode, reply.authoritative, reply.truncated);
    writeCounts(out, query.questions, reply.answers, reply.authorities, additionals);
    if (reply.truncated) count(this.counters, COUNTER.TRUNCATED);
    return end;
  }

  /**
   * Errors and denials hold for everybody, and so does an answer to a client that keeps its address (RFC 7871 sections 7.1.2 and 7.4); an alias
   * before a denial may hold for some only.
   */
  private scope(): number {
    const { rcode, answers, scope } = this.reply;
    const { family, source } = this.query.subnet;
    return source === 0 || (rcode !== RCODE.NOERROR && answers === 0) ? 0 : Math.min(scope, family === 1 ? 32 : 128);
  }

  private headerOnly(rcode: number, peer: Peer, out: Uint8Array): number {
    if (this.limiter && !this.proven) {
      const verdict = this.limiter.check(peer, ANSWER_KIND.ERROR, 0);
      if (verdict === LIMIT.DROP) {
        count(this.counters, COUNTER.RATE_DROPPED);
        return this.silence();
      }
      if (verdict === LIMIT.SLIP) count(this.counters, COUNTER.RATE_SLIPPED);
    }
    this.writeHeader(out, rcode, false, false);
    writeCounts(out, 0, 0, 0, 0);
    return HEADER_LENGTH;
  }

  /** OPCODE and RD are copied (RFC 1035 section 4.1.1); RA and Z are 0, and so are AD and CD (RFC 4035 section 3.1.6). */
  private writeHeader(out: Uint8Array, rcode: number, authoritative: boolean, truncated: boolean): void {
    out[2] = QR | (this.flags & (0x78 | RD)) | (authoritative ? AA : 0) | (truncated ? TC : 0);
    out[3] = rcode & 0x0f;
    countRcode(this.counters, rcode);
  }
}

/** The question goes back octet by octet: resolvers check the case of its name. */
function copyQuestion(query: Uint8Array, end: number, out: Uint8Array): void {
  if (query === out) return;
  for (let at = HEADER_LENGTH; at < end; at++) out[at] = query[at]!;
}
