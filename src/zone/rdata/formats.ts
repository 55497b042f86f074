import { RR_TYPE } from '../../lib/rr-type.ts';
import { eui, ipv4, ipv6 } from './addresses.ts';
import { nsec, rrsig } from './dnssec.ts';
import type { RdataField, RdataFormat } from './field.ts';
import { seconds, uint8, uint16, uint32 } from './integers.ts';
import { location } from './location.ts';
import { domainName } from './names.ts';
import { cds, cert, dnskey, ds, openpgpkey, sshfp, tlsa } from './security.ts';
import { caaTag, characterString, characterStrings, plainString } from './strings.ts';
import { svcb } from './svcb.ts';

const fields = (...fields: RdataField[]): RdataFormat => ({ fields });
const text = fields(characterStrings('text'));

/** How the RDATA of each known type is written (RFC 1035 section 5.1 and the RFC of the type). A new type is one line here. */
export const RDATA_FORMATS: ReadonlyMap<number, RdataFormat> = new Map([
  [RR_TYPE.A, fields(ipv4)],
  [RR_TYPE.NS, fields(domainName('name server'))],
  [RR_TYPE.CNAME, fields(domainName('canonical name'))],
  [
    RR_TYPE.SOA,
    fields(
      domainName('primary name server'),
      domainName('mailbox'),
      uint32('serial'),
      seconds('refresh'),
      seconds('retry'),
      seconds('expire'),
      seconds('minimum'),
    ),
  ],
  [RR_TYPE.PTR, fields(domainName('target'))],
  [RR_TYPE.HINFO, fields(characterString('CPU'), characterString('operating system'))],
  [RR_TYPE.MX, fields(uint16('preference'), domainName('mail exchange'))],
  [RR_TYPE.TXT, text],
  [RR_TYPE.RP, fields(domainName('mailbox'), domainName('text name'))],
  [RR_TYPE.AFSDB, fields(uint16('subtype'), domainName('host'))],
  [RR_TYPE.AAAA, fields(ipv6)],
  [RR_TYPE.LOC, fields(location)],
  [RR_TYPE.SRV, fields(uint16('priority'), uint16('weight'), uint16('port'), domainName('target'))],
  [
    RR_TYPE.NAPTR,
    fields(
      uint16('order'),
      uint16('preference'),
      characterString('flags'),
      characterString('services'),
      characterString('regular expression'),
      domainName('replacement'),
    ),
  ],
  [RR_TYPE.CERT, cert],
  [RR_TYPE.DNAME, fields(domainName('target'))],
  [RR_TYPE.DS, ds],
  [RR_TYPE.SSHFP, sshfp],
  [RR_TYPE.RRSIG, rrsig],
  [RR_TYPE.NSEC, nsec],
  [RR_TYPE.DNSKEY, dnskey],
  [RR_TYPE.TLSA, tlsa],
  [RR_TYPE.SMIMEA, tlsa],
  [RR_TYPE.CDS, cds],
  [RR_TYPE.CDNSKEY, dnskey],
  [RR_TYPE.OPENPGPKEY, openpgpkey],
  [RR_TYPE.SVCB, svcb],
  [RR_TYPE.HTTPS, svcb],
  [RR_TYPE.SPF, text],
  [RR_TYPE.EUI48, fields(eui(6))],
  [RR_TYPE.EUI64, fields(eui(8))],
  [RR_TYPE.URI, fields(uint16('priority'), uint16('weight'), plainString('target', 1))],
  [RR_TYPE.CAA, fields(uint8('flags'), caaTag, plainString('value', 0))],
]);
