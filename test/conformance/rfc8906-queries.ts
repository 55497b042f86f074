import type { QueryFields } from '../responder/query-bytes.ts';

/** One of the tests by which RFC 8906 section 8 finds out whether a server of a zone can be talked to. */
export interface CommunicationTest {
  readonly section: string;
  /** What dig is told, without server and zone. */
  readonly dig: string;
  /** The same as a query; QTYPE SOA where nothing else stands. */
  readonly fields: QueryFields;
  readonly tcp?: true;
  readonly expected: CommunicationExpected;
}

/** What is expected besides: RA, AD and Z are 0, OPT is there exactly where it was sent, with version 0 and no unknown flag or option. */
export interface CommunicationExpected {
  /** By default NOERROR. */
  readonly status?: 'NOERROR' | 'NOTIMP' | 'BADVERS';
  /** By default true, with AA: the SOA record is the answer. */
  readonly soa?: boolean;
  readonly aa?: boolean;
  readonly rd?: true;
  readonly opcode?: number;
  /** DO in the answer. */
  readonly dnssecOk?: true;
  /** Codes of the options in the answer, in any order. */
  readonly options?: readonly number[];
}

const SOA = 6;
const RD = 0x0100;
const AD = 0x0020;
const CD = 0x0010;
const Z = 0x0040;
const UNKNOWN_OPTION = [100, []] as const;
const UNKNOWN_FLAG = 0x0040;
const DO = 0x8000;
const NSID = 3;
const SUBNET = 8;
const EXPIRE = 9;
const COOKIE = 10;

const BADVERS = { status: 'BADVERS', soa: false, aa: false } as const;

const basic = (section: string, dig: string, fields: QueryFields, expected: CommunicationExpected = {}): CommunicationTest => ({
  section,
  dig: `+noedns ${dig}`,
  fields: { type: SOA, ...fields },
  expected,
});

const edns = (section: string, dig: string, fields: QueryFields['edns'], expected: CommunicationExpected = {}): CommunicationTest => ({
  section,
  dig: `${dig} +noad +norec soa`,
  fields: { type: SOA, edns: { payloadSize: 4096, ...fields } },
  expected,
});

/** All of section 8. */
export const COMMUNICATION_TESTS: readonly CommunicationTest[] = [
  basic('8.1.1: is the server configured for the zone?', '+noad +norec soa', {}),
  basic('8.1.2: unknown types', '+noad +norec type1000', { type: 1000 }, { soa: false, aa: true }),
  basic('8.1.3.1: CD=1', '+noad +norec +cd soa', { flags: CD }),
  basic('8.1.3.2: AD=1', '+norec +ad soa', { flags: AD }),
  basic('8.1.3.3: the reserved bit', '+noad +norec +zflag soa', { flags: Z }),
  basic('8.1.3.4: recursive queries', '+noad +rec soa', { flags: RD }, { rd: true }),
  basic(
    '8.1.4: unknown opcodes',
    '+noad +opcode=15 +norec +header-only',
    { flags: 15 << 11, counts: [0, 0, 0, 0] },
    { status: 'NOTIMP', opcode: 15, soa: false, aa: false },
  ),
  { ...basic('8.1.5: TCP', '+noad +norec +tcp soa', {}), tcp: true },
  edns('8.2.1: minimal EDNS', '+nocookie +edns=0', {}),
  edns('8.2.2: EDNS version negotiation', '+nocookie +edns=1 +noednsneg', { version: 1 }, BADVERS),
  edns('8.2.3: unknown EDNS options', '+nocookie +edns=0 +ednsopt=100', { options: [UNKNOWN_OPTION] }),
  edns('8.2.4: unknown EDNS flags', '+nocookie +edns=0 +ednsflags=0x40', { flags: UNKNOWN_FLAG }),
  edns(
    '8.2.5: EDNS version negotiation with unknown EDNS flags',
    '+nocookie +edns=1 +noednsneg +ednsflags=0x40',
    { version: 1, flags: UNKNOWN_FLAG },
    BADVERS,
  ),
  edns(
    '8.2.6: EDNS version negotiation with unknown EDNS options',
    '+nocookie +edns=1 +noednsneg +ednsopt=100',
    { version: 1, options: [UNKNOWN_OPTION] },
    BADVERS,
  ),
  {
    ...edns('8.2.7: truncated responses', '', { payloadSize: 512, flags: DO }, { soa: false, aa: true, dnssecOk: true }),
    dig: '+nocookie +norec +dnssec +bufsize=512 +ignore dnskey',
    fields: { type: 48, edns: { payloadSize: 512, flags: DO } },
  },
  edns('8.2.8: DO=1', '+nocookie +edns=0 +dnssec', { flags: DO }, { dnssecOk: true }),
  edns(
    '8.2.9: EDNS version negotiation with DO=1',
    '+nocookie +edns=1 +noednsneg +dnssec',
    { version: 1, flags: DO },
    { ...BADVERS, dnssecOk: true },
  ),
  edns(
    '8.2.10: multiple defined EDNS options',
    '+edns=0 +cookie +nsid +expire +subnet=0.0.0.0/0',
    {
      options: [
        [NSID, []],
        [SUBNET, [0, 1, 0, 0]],
        [EXPIRE, []],
        [COOKIE, [1, 2, 3, 4, 5, 6, 7, 8]],
      ],
    },
    { options: [NSID, SUBNET, COOKIE] },
  ),
];
