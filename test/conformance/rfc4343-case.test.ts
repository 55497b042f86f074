import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleZone, serve } from '../answer/serve.ts';
import { engineRig, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';

const text = 'www A 192.0.2.1\nalias CNAME WWW\nsub NS NS.sub\nns.sub A 192.0.2.54\nold DNAME New\nhost.new A 192.0.2.2\n';
const served = serve(exampleZone(text));

describe('RFC 4343: the case of names', () => {
  test('only ASCII letters have a case (section 2)', () => {
    const folded = serve(exampleZone('\\192 A 192.0.2.4\n[ A 192.0.2.5\n'));
    expect(folded.ask('\\192.example.com.', 'A').answers).toHaveLength(1);
    expect(folded.ask('\\224.example.com.', 'A').rcode).toBe('NXDOMAIN');
    expect(folded.ask('{.example.com.', 'A').rcode).toBe('NXDOMAIN');
  });

  test('section 4.1: the question comes back as it was, and owners point into it', () => {
    const { bytes } = engineRig(TEST_IDENTITY, { source: served.lookup });
    const names = fc
      .constantFrom('www', 'alias', 'x.sub', 'host.old', 'no')
      .chain(label => fc.mixedCase(fc.constant(`${label}.example.com.`)));
    const spelt = (name: string) =>
      queryBytes([...Buffer.from(name.replace(/([^.]*)\./g, (_, label) => String.fromCharCode(label.length) + label)), 0]);
    fc.assert(
      fc.property(names, name => {
        const query = spelt(name);
        const answer = bytes(query)!;
        expect(answer.subarray(12, query.length)).toEqual(query.subarray(12));
        expect([...answer.subarray(query.length, query.length + 1)]).toEqual([0xc0]);
        expect(answer.length).toBe(bytes(spelt(name.toLowerCase()))!.length);
      }),
    );
  });

  test('section 3: a name is found in any case', () => {
    expect(served.ask('wWw.eXample.COM.', 'A').answers).toEqual(['wWw.eXample.COM. 3600 A 192.0.2.1']);
    expect(served.ask('ALIAS.example.com.', 'A').answers.at(-1)).toBe('www.example.com. 3600 A 192.0.2.1');
  });
});
