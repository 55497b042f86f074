/** Queries that are well formed but are not looked up. Hot path: no allocation. */
import type { Reply } from '../answer/source.ts';
import { RCODE } from '../lib/rcode.ts';
import { EXTENDED_ERROR } from './extended-error.ts';
import type { Query } from './query.ts';
import { CLASS_CH, CLASS_IN, META_TYPE } from './wire.ts';

/** Sets the RCODE of a query that is not looked up, and gives the extended error; the RCODE stays NOERROR for all others. */
export function refuse(query: Query, reply: Reply): number {
  switch (query.question.type) {
    // Nobody may copy a zone from here (RFC 5936 section 5, RFC 1995).
    case META_TYPE.AXFR:
    case META_TYPE.IXFR:
      reply.rcode = RCODE.REFUSED;
      return EXTENDED_ERROR.PROHIBITED;
    // Records about messages are not data that could be asked for (RFC 6891 section 6.1.1, RFC 8945, RFC 2930, RFC 9824 section 3.5).
    case META_TYPE.OPT:
    case META_TYPE.TSIG:
    case META_TYPE.TKEY:
    case META_TYPE.NXNAME:
      reply.rcode = RCODE.FORMERR;
      return EXTENDED_ERROR.NONE;
    // Obsolete since RFC 1035 section 3.2.3.
    case META_TYPE.MAILA:
    case META_TYPE.MAILB:
      reply.rcode = RCODE.NOTIMP;
      return EXTENDED_ERROR.NOT_SUPPORTED;
  }
  if (query.class === CLASS_IN || query.class === CLASS_CH) return EXTENDED_ERROR.NONE;
  // QCLASS ANY too: nothing is the same in all classes (RFC 1035 section 3.2.5 leaves open what it means).
  reply.rcode = RCODE.REFUSED;
  return EXTENDED_ERROR.NOT_SUPPORTED;
}
