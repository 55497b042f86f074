import { describe, expect, test } from 'vitest';
import { exampleZone, NEGATIVE_SOA, serve, zone } from '../answer/serve.ts';
import { engineRig, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';
import { pool, record, steering } from '../steering/declare.ts';

const text = 'www A 192.0.2.1\nalias CNAME nowhere\nbare CNAME www\n*.w A 192.0.2.2\na.b A 192.0.2.3\n';
const served = serve(
  exampleZone(text, steering([pool('web', ['192.0.2.9'])], [record('off', 'web', { whenAllDown: { kind: 'nodata' } })])),
);
const SAID_NO = { authoritative: true, authorities: [NEGATIVE_SOA], additionals: [] };

describe('RFC 2308: negative answers', () => {
  test.each([
    ['section 2.1: a name that does not exist', 'no.example.com.', 'A', 'NXDOMAIN', 0],
    ['section 2.1: an alias of one', 'alias.example.com.', 'A', 'NXDOMAIN', 1],
    ['section 2.2: a type that a name does not have', 'www.example.com.', 'MX', 'NOERROR', 0],
    ['section 2.2: one that the target of an alias does not have', 'bare.example.com.', 'MX', 'NOERROR', 1],
    ['section 2.2: one that a wildcard does not have', 'x.w.example.com.', 'MX', 'NOERROR', 0],
    ['section 2.2: one that a steered name does not have', 'off.example.com.', 'MX', 'NOERROR', 0],
    ['an empty non-terminal', 'b.example.com.', 'A', 'NOERROR', 0],
  ])('%s: the SOA, and nothing of name servers', (_, name, type, rcode, aliases) => {
    const answer = served.ask(name, type);
    expect(answer).toMatchObject({ rcode, ...SAID_NO });
    expect(answer.answers).toHaveLength(aliases);
  });

  test.each([
    ['the TTL of the SOA', 100, 300, 100],
    ['its MINIMUM', 600, 300, 300],
    ['nothing', 600, 0, 0],
  ])('section 3: it is told for no longer than %s', (_, ttl, minimum, expected) => {
    const negative = serve(zone('example.com.', `@ ${ttl} SOA ns hostmaster 1 2 3 4 ${minimum}\n@ 60 NS ns\nns 60 A 192.0.2.53\n`));
    const soa = (seconds: number) => `example.com. ${seconds} SOA ns.example.com. hostmaster.example.com. 1 2 3 4 ${minimum}`;
    expect(negative.ask('no.example.com.', 'A').authorities).toEqual([soa(expected)]);
    expect(negative.ask('ns.example.com.', 'AAAA').authorities).toEqual([soa(expected)]);
    // Who asks for the SOA itself gets it as it is.
    expect(negative.ask('example.com.', 'SOA').answers).toEqual([soa(ttl)]);
  });

  test('section 5: on the wire they have AA, and the SOA is all that there is', () => {
    const { ask } = engineRig(TEST_IDENTITY, { source: served.lookup });
    for (const [name, rcode] of [
      ['no.example.com.', 3],
      ['www.example.com.', 0],
    ] as const) {
      const { header, authorities } = ask(queryBytes(name, { type: 15 }));
      expect(header).toMatchObject({ rcode, aa: 1, ancount: 0, nscount: 1, arcount: 0 });
      expect(authorities.map(({ type, ttl }) => [type, ttl])).toEqual([[6, 300]]);
    }
  });
});
