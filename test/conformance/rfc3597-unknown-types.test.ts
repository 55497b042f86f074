import { describe, expect, test } from 'vitest';
import { exampleZone, NEGATIVE_SOA, serve } from '../answer/serve.ts';

const served = serve(
  exampleZone(`
odd TYPE65280 \\# 4 0a000001
empty TYPE65281 \\# 0
known TYPE1 \\# 4 c0000201
srv SRV 1 2 3 host
naptr NAPTR 1 2 "s" "x" "" host
old DNAME new
svc SVCB 1 host
afsdb AFSDB 1 host
host A 192.0.2.1
ptr PTR host
mx MX 10 host
alias CNAME host
`),
);
const lengthOf = (name: string, type: string) => served.ask(`${name}.example.com.`, type);

describe('RFC 3597: types that nobody here knows', () => {
  test('are answered as they stand in the master file (section 5)', () => {
    expect(served.ask('odd.example.com.', 'TYPE65280').answers).toEqual(['odd.example.com. 3600 TYPE65280 0a000001']);
    expect(served.ask('empty.example.com.', 'TYPE65281').answers).toEqual(['empty.example.com. 3600 TYPE65281 ']);
    expect(served.ask('known.example.com.', 'A').answers).toEqual(['known.example.com. 3600 A 192.0.2.1']);
  });

  test('are denied like others', () => {
    expect(served.ask('host.example.com.', 'TYPE65280')).toMatchObject({ rcode: 'NOERROR', answers: [], authorities: [NEGATIVE_SOA] });
  });
});

describe('RFC 3597 section 4: compression of names in RDATA', () => {
  const QUESTION = 12 + 'x.example.com.'.length + 4;
  const WHOLE = 'host.example.com.'.length + 1;
  const POINTED = 'host.'.length + 2;

  test.each([
    ['PTR', 'ptr', 0],
    ['MX', 'mx', 2],
    ['CNAME', 'alias', 0],
  ])('is used in %s, which RFC 1035 defines', (type, name, before) => {
    const { length, additionals } = lengthOf(name, type);
    const rest = additionals.length * 16;
    expect(length - rest).toBe(QUESTION + name.length + 12 + before + POINTED);
  });

  test.each([
    ['SRV', 'srv', 6],
    ['NAPTR', 'naptr', 4 + 2 + 2 + 1],
    ['DNAME', 'old', -1],
    ['SVCB', 'svc', 2],
    ['AFSDB', 'afsdb', 2],
  ])('is not used in %s, which came later', (type, name, before) => {
    const { length, additionals } = lengthOf(name, type);
    const rest = additionals.length * (5 + 2 + 10 + 4);
    expect(length - rest).toBe(QUESTION + name.length + 12 + before + WHOLE);
  });
});
