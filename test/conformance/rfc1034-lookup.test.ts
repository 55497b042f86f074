import { describe, expect, test } from 'vitest';
import { exampleZone, NEGATIVE_SOA, START, serve, zone } from '../answer/serve.ts';

const NO_SUCH_NAME = { rcode: 'NXDOMAIN', authoritative: true, answers: [], authorities: [NEGATIVE_SOA], additionals: [] };
const NO_DATA = { ...NO_SUCH_NAME, rcode: 'NOERROR' };

const served = serve(
  exampleZone(`
www 60 A 192.0.2.80
www 60 A 192.0.2.81
www TXT "hello"
a.b.c A 192.0.2.1
@ MX 10 mail.example.net.
`),
);

describe('a name that exists (RFC 1034 section 4.3.2)', () => {
  test('answers its records with AA', () => {
    expect(served.ask('www.example.com.', 'A')).toMatchObject({
      rcode: 'NOERROR',
      authoritative: true,
      truncated: false,
      scope: 0,
      answers: ['www.example.com. 60 A 192.0.2.80', 'www.example.com. 60 A 192.0.2.81'],
      authorities: [],
      additionals: [],
    });
  });

  test('is found in any case, and answered in the case it was asked in (RFC 4343)', () => {
    expect(served.ask('wWw.eXample.COM.', 'TXT').answers).toEqual(['wWw.eXample.COM. 3600 TXT 0568656c6c6f']);
  });

  test('has no data of a type that it lacks, and says for how long (RFC 2308)', () => {
    expect(served.ask('www.example.com.', 'AAAA')).toMatchObject(NO_DATA);
  });

  test('answers at the apex', () => {
    expect(served.ask('example.com.', 'MX').answers).toEqual(['example.com. 3600 MX 10 mail.example.net.']);
    expect(served.ask('example.com.', 'NS').answers).toEqual(['example.com. 3600 NS ns.example.com.']);
    expect(served.ask('example.com.', 'SOA').answers).toEqual([NEGATIVE_SOA.replace(' 300 ', ' 3600 ')]);
    expect(served.ask('example.com.', 'AAAA')).toMatchObject(NO_DATA);
    expect(served.ask('example.com.', 'DS')).toMatchObject(NO_DATA);
  });
});

describe('an empty non-terminal (RFC 4592 section 2.2.2)', () => {
  test.each(['b.c.example.com.', 'c.example.com.', 'C.example.com.'])('%s exists', name => {
    expect(served.ask(name, 'A')).toMatchObject(NO_DATA);
  });
});

describe('a name that does not exist', () => {
  test.each(['no.example.com.', 'x.www.example.com.', 'x.b.c.example.com.', 'bc.example.com.', '\\000.example.com.'])('%s', name => {
    expect(served.ask(name, 'A')).toMatchObject(NO_SUCH_NAME);
  });
});

describe('a name in none of our zones', () => {
  test.each(['.', 'com.', 'example.net.', 'xexample.com.', 'example.com.net.', 'www.example\\.com.'])('%s is refused', name => {
    expect(served.ask(name, 'A')).toMatchObject({ rcode: 'REFUSED', authoritative: false, answers: [], authorities: [], additionals: [] });
  });
});

describe('the root zone', () => {
  const root = serve(zone('.', '$TTL 60\n@ SOA ns.test. host.test. 1 2 3 4 5\n@ NS ns.test.\nns.test. A 192.0.2.53\n*. TXT "any"\n'));
  const soa = '. 5 SOA ns.test. host.test. 1 2 3 4 5';

  test('answers the root', () => {
    expect(root.ask('.', 'NS').answers).toEqual(['. 60 NS ns.test.']);
    expect(root.ask('.', 'A')).toMatchObject({ rcode: 'NOERROR', authorities: [soa] });
  });

  test('answers names below it, and its wildcard', () => {
    expect(root.ask('ns.test.', 'A').answers).toEqual(['ns.test. 60 A 192.0.2.53']);
    expect(root.ask('x.test.', 'A')).toMatchObject({ rcode: 'NXDOMAIN', authorities: [soa] });
    expect(root.ask('x.y.', 'TXT').answers).toEqual(['x.y. 60 TXT 03616e79']);
  });

  test('gives way to the zones below it', () => {
    const both = serve([zone('.', '$TTL 60\n@ SOA ns.test. host.test. 1 2 3 4 5\n@ NS ns.test.\n'), exampleZone('')]);
    expect(both.ask('no.example.com.', 'A')).toMatchObject(NO_SUCH_NAME);
    expect(both.ask('example.net.', 'A')).toMatchObject({ rcode: 'NXDOMAIN', authorities: [soa] });
  });
});

test('zones do not mix', () => {
  const two = serve([exampleZone('www A 192.0.2.1'), zone('example.net.', `${START}www A 192.0.2.2`)]);
  expect(two.ask('www.example.com.', 'A').answers).toEqual(['www.example.com. 3600 A 192.0.2.1']);
  expect(two.ask('www.example.net.', 'A').answers).toEqual(['www.example.net. 3600 A 192.0.2.2']);
});
