import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnswer } from '../../../probes/checks/dns-answer.ts';
import { answersQuery, encodeQuery } from '../../../probes/checks/dns-query.ts';
import { canonicalRdata } from '../../../src/config/declare/monitor/dns-rdata.ts';
import { RR_TYPE } from '../../../src/lib/rr-type.ts';
import { DNS_CHECK, dnsAnswer } from '../../support/dns-peer.ts';

/** What the check makes of one record, and what the configuration makes of the same data in text. */
test.each([
  [RR_TYPE.A, { address: '203.0.113.1' }, ' 203.0.113.1 '],
  [RR_TYPE.AAAA, { address: '2001:db8:0:0::1' }, '2001:DB8:0::1'],
  [RR_TYPE.AAAA, { address: '0:0:0:0:0:ffff:cb00:7101' }, '::ffff:203.0.113.1'],
  [RR_TYPE.NS, { ns: 'NS1.example.com' }, 'ns1.Example.com'],
  [RR_TYPE.CNAME, { domain: '' }, '.'],
  [RR_TYPE.PTR, { domain: 'a(b).example' }, 'A\\(b\\).example.'],
  [RR_TYPE.MX, { priority: 10, exchange: 'mail.example.com' }, '010  mail.example.com'],
  [RR_TYPE.SRV, { priority: 1, weight: 2, port: 443, target: 'a.example' }, '1 2 443 A.example.'],
  [
    RR_TYPE.SOA,
    { primary: 'ns1.example', admin: 'h.example', serial: 4294967295, refresh: 1, retry: 2, expiration: 3, minimum: 4 },
    'ns1.example. h.example. 4294967295 1 2 3 4',
  ],
  [RR_TYPE.TXT, { data: ['v=spf1 ', '-all'] }, 'v=spf1 -all'],
  [RR_TYPE.CAA, { flags: 0, tag: 'issue', value: 'ca.example; x=1' }, '0 ISSUE "ca.example; x=1"'],
  [RR_TYPE.DS, { data: Buffer.from('30fe0802abcdef', 'hex') }, '\\# 7 30FE0802 abcdef'],
  [62345, { data: Buffer.alloc(0) }, '\\# 0'],
  [RR_TYPE.DNSKEY, { flags: 257, protocol: 3, algorithm: 8, key: 'AwEAAQ==' }, '\\# 8 0101030803010001'],
])('type %i: an answer and what is expected of it are in one form', (queryType, data, text) => {
  const query = encodeQuery({ ...DNS_CHECK, queryType }, 7);
  const message = dnsAnswer(query, [{ type: queryType, ...data }]);
  expect(readAnswer(message, query)).toEqual({ rcode: 0, rdata: [canonicalRdata(queryType, text)] });
});

test('whatever the octets are, they are an answer or malformed', () => {
  const query = encodeQuery(DNS_CHECK, 7);
  const header = fc.uint8Array({ minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(header, fc.uint8Array({ maxLength: 600 }), (counts, rest) => {
      const message = Buffer.concat([Buffer.from([0, 7, 0x80, 0, 0, 1]), counts.subarray(0, 2), Buffer.alloc(4), query.subarray(12), rest]);
      expect(answersQuery(message, query)).toBe(true);
      const answer = readAnswer(message, query);
      expect(answer === undefined || answer.rcode === 0).toBe(true);
    }),
  );
});

test('a message of pointers that lead to pointers is given up soon', () => {
  const query = encodeQuery(DNS_CHECK, 7);
  const at = query.length;
  const hops = Buffer.alloc(16_000);
  for (let i = 0; i < hops.length; i += 2) hops.writeUInt16BE(0xc000 | Math.max(12, at + i - 2), i);
  const record = Buffer.from('ffff00630001000000000000', 'hex');
  record.writeUInt16BE(0xc000 | (at + 10 + hops.length - 2), 0);
  const carrier = Buffer.concat([Buffer.from('00006300010000000000', 'hex').subarray(0, 9), Buffer.alloc(2), hops]);
  carrier.writeUInt16BE(hops.length, 9);
  const message = Buffer.concat([query, carrier, ...Array<Buffer>(4000).fill(record)]);
  message.writeUInt16BE(0x8000, 2);
  message.writeUInt16BE(4001, 6);
  expect(readAnswer(message, query)).toBeUndefined();
});
