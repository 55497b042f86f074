import { describe, expect, test } from 'vitest';
import { exampleZone, serve } from '../answer/serve.ts';
import { engineRig, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';
import { pool, record, steering } from '../steering/declare.ts';

const numbers = Array.from({ length: 12 }, (_, i) => i + 1);
const steered = steering([pool('web', ['192.0.2.9'])], [record('steered', 'web')]);
const served = serve(
  exampleZone(
    `
inside NS ns1.inside
inside NS ns2.deep.inside
ns1.inside A 192.0.2.1
ns1.inside AAAA 2001:db8::1
ns2.deep.inside A 192.0.2.2
mixed NS ns.mixed
mixed NS ns.sibling
mixed NS own
mixed NS ns.example.net.
ns.mixed A 192.0.2.3
sibling NS ns.sibling
ns.sibling A 192.0.2.4
own A 192.0.2.5
lame NS ns.lame
half NS steered
half NS ns.moved
moved DNAME example.org.
ns.moved A 192.0.2.6
${numbers.map(i => `wide NS server-number-${i}.wide\nserver-number-${i}.wide A 192.0.2.${i}\nserver-number-${i}.wide AAAA 2001:db8::${i}`).join('\n')}
${numbers.map(i => `far NS server-number-${i}.sibling\nserver-number-${i}.sibling A 192.0.2.${i}`).join('\n')}
far NS in.far
in.far A 192.0.2.7
`,
    steered,
  ),
);
const additionalsOf = (cut: string, limit = 4096) => {
  const { additionals, truncated } = served.ask(`x.${cut}.example.com.`, 'A', { limit });
  return { truncated, names: additionals.map(line => line.replace('.example.com. 3600', '')) };
};

describe('RFC 9471: glue in referrals', () => {
  test('section 3.1: addresses of name servers inside the delegation, of both families', () => {
    expect(additionalsOf('inside').names).toEqual([
      'ns1.inside A 192.0.2.1',
      `ns1.inside AAAA 20010db8${'0'.repeat(23)}1`,
      'ns2.deep.inside A 192.0.2.2',
    ]);
  });

  test('section 3.2: those of siblings, and those that the zone itself has, come after', () => {
    expect(additionalsOf('mixed').names).toEqual(['ns.mixed A 192.0.2.3', 'ns.sibling A 192.0.2.4', 'own A 192.0.2.5']);
  });

  test("what the zone does not know is left out: others' names, what is steered, what a DNAME hides, and glue that is missing", () => {
    expect(additionalsOf('lame').names).toEqual([]);
    expect(additionalsOf('half').names).toEqual([]);
  });

  test('glue is no answer of ours', () => {
    expect(served.ask('ns.mixed.example.com.', 'A')).toMatchObject({ authoritative: false, answers: [] });
  });

  test('section 3.1: without room for all glue of the delegation itself there is TC', () => {
    const whole = served.ask('x.wide.example.com.', 'A', { limit: 4096 });
    expect(whole.additionals).toHaveLength(24);
    expect(additionalsOf('wide', whole.length).truncated).toBe(false);
    expect(additionalsOf('wide', whole.length - 1).truncated).toBe(true);
    expect(additionalsOf('wide', 512).truncated).toBe(true);
  });

  test('section 3.2: without room for that of siblings they are left out, and there is no TC', () => {
    const whole = served.ask('x.far.example.com.', 'A', { limit: 4096 });
    expect(whole.additionals).toHaveLength(13);
    const cut = served.ask('x.far.example.com.', 'A', { limit: whole.length - 1 });
    expect(cut).toMatchObject({ truncated: false, authorities: whole.authorities, additionals: ['in.far.example.com. 3600 A 192.0.2.7'] });
    expect(served.ask('x.far.example.com.', 'A', { limit: cut.length - 1 })).toMatchObject({ truncated: true, authorities: [] });
  });

  test('on the wire: the classic 512 octets, and all of it over TCP', () => {
    const { ask } = engineRig(TEST_IDENTITY, { source: served.lookup });
    const query = queryBytes('x.wide.example.com.');
    expect(ask(query).header).toMatchObject({ tc: 1, aa: 0, ancount: 0 });
    expect(ask(query, { stream: true }).header).toMatchObject({ tc: 0, aa: 0, nscount: 12, arcount: 24 });
  });
});
