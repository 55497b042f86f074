import { describe, expect, test } from 'vitest';
import { exampleZone, NEGATIVE_SOA, serve } from '../answer/serve.ts';
import { engineRig, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';
import { pool, record, steering } from '../steering/declare.ts';

const served = serve(
  exampleZone(
    `www 60 A 192.0.2.80
www 60 A 192.0.2.81
www TXT "hello"
www AAAA 2001:db8::80
mail TXT "one"
mail TYPE65280 \\# 1 00
alias CNAME www
a.b A 192.0.2.1
*.w A 192.0.2.2
old DNAME new
host.new A 192.0.2.3
sub NS ns.example.net.
steered MX 10 mail
`,
    steering(
      [pool('web', ['192.0.2.9', '2001:db8::9']), pool('cdn', ['cdn.example.org'])],
      [record('steered', 'web'), record('cdn', 'cdn')],
    ),
  ),
);
const ask = (name: string) => served.ask(`${name}.example.com.`, 'ANY');

describe('RFC 8482 section 4.1: ANY gets one record set, whole', () => {
  test.each([
    ['www', ['www.example.com. 60 A 192.0.2.80', 'www.example.com. 60 A 192.0.2.81']],
    ['mail', ['mail.example.com. 3600 TXT 036f6e65']],
    ['x.w', ['x.w.example.com. 3600 A 192.0.2.2']],
    ['steered', ['steered.example.com. 60 A 192.0.2.9']],
  ])('%s', (name, answers) => {
    expect(ask(name)).toMatchObject({ rcode: 'NOERROR', authoritative: true, answers, authorities: [] });
  });

  test.each([
    ['alias', ['alias.example.com. 3600 CNAME www.example.com.']],
    ['cdn', ['cdn.example.com. 60 CNAME cdn.example.org.']],
    ['host.old', ['old.example.com. 3600 DNAME new.example.com.', 'host.old.example.com. 3600 CNAME host.new.example.com.']],
  ])('an alias is what was asked for, and is not followed: %s', (name, answers) => {
    expect(ask(name)).toMatchObject({ rcode: 'NOERROR', authoritative: true, answers, authorities: [] });
  });

  test('denials and referrals are as for any other type', () => {
    expect(ask('no')).toMatchObject({ rcode: 'NXDOMAIN', answers: [], authorities: [NEGATIVE_SOA] });
    expect(ask('b')).toMatchObject({ rcode: 'NOERROR', answers: [], authorities: [NEGATIVE_SOA] });
    expect(ask('x.sub')).toMatchObject({ authoritative: false, authorities: ['sub.example.com. 3600 NS ns.example.net.'] });
  });

  test('section 4.4: over TCP it is no other answer', () => {
    const rig = engineRig(TEST_IDENTITY, { source: served.lookup });
    const query = queryBytes('www.example.com.', { type: 255 });
    expect(rig.bytes(query, { stream: true })).toEqual(rig.bytes(query));
  });
});
