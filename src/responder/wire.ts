/** Numbers of the DNS wire format that the responder speaks (RFC 1035 section 4.1, IANA DNS parameters). */

export const HEADER_LENGTH = 12;

/** Queries are short: a name, a few options. Who sends more over any transport has something else in mind. */
export const MAX_QUERY = 4096;
/** The longest message over TCP, whose length prefix has 16 bits (RFC 1035 section 4.2.2). */
export const MAX_MESSAGE = 65_535;
/** UDP answers to a query without EDNS, and the least that EDNS can ask for (RFC 1035 section 4.2.1, RFC 6891 section 6.2.3). */
export const CLASSIC_UDP_SIZE = 512;
/** The most that UDP answers can be allowed to have. */
export const MAX_UDP_ANSWER = 4096;
/** UDP answers to a query with EDNS by default: no fragments on any path with an MTU of 1280 (RFC 9715 section 3.2, DNS flag day 2020). */
export const EDNS_UDP_SIZE = 1232;

/** Octet 2 of the header: QR, OPCODE (4 bits), AA, TC, RD. */
export const QR = 0x80;
export const AA = 0x04;
export const TC = 0x02;
export const RD = 0x01;

export const CLASS_IN = 1;
export const CLASS_CH = 3;

/** Query types that ask for no record set (RFC 6895 section 3.1). */
export const META_TYPE = { OPT: 41, NXNAME: 128, TKEY: 249, TSIG: 250, IXFR: 251, AXFR: 252, MAILB: 253, MAILA: 254, ANY: 255 } as const;

export const OPTION = { NSID: 3, CLIENT_SUBNET: 8, COOKIE: 10, KEEPALIVE: 11, EXTENDED_ERROR: 15 } as const;
