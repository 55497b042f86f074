import { describe, expect, test } from 'vitest';
import { exampleZone, serve } from '../answer/serve.ts';
import { engineRig, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';
import { pool, record, steering } from '../steering/declare.ts';

describe('RFC 2181 section 9: an answer that does not fit', () => {
  const addresses = Array.from({ length: 20 }, (_, i) => `192.0.2.${i}`);
  const many = addresses.map(address => `many A ${address}`).join('\n');
  const served = serve(
    exampleZone(
      `${many}
alias CNAME many
lab NS ns.lab
lab NS ns2.lab
ns.lab A 192.0.2.54
ns2.lab A 192.0.2.55
moved DNAME a.long.name.example.org.
steered MX 10 mail
`,
      steering([pool('web', addresses, { select: 'all' })], [record('steered', 'web')]),
    ),
  );

  test.each([
    ['many.example.com.', 'A'],
    ['alias.example.com.', 'A'],
    ['steered.example.com.', 'A'],
    ['steered.example.com.', 'MX'],
    ['steered.example.com.', 'TXT'],
    ['x.lab.example.com.', 'A'],
    ['x.moved.example.com.', 'A'],
    ['no.example.com.', 'A'],
    ['example.com.', 'SOA'],
  ])('%s %s is all or nothing at every limit', (name, type) => {
    const whole = served.ask(name, type);
    expect(whole.truncated).toBe(false);
    const question = 12 + name.length + 1 + 4;
    for (let limit = question; limit < whole.length; limit++) {
      const cut = served.ask(name, type, { limit });
      expect(cut).toMatchObject({ truncated: true, answers: [], authorities: [], additionals: [], length: question });
    }
    const fitting = served.ask(name, type, { limit: whole.length });
    expect({ ...fitting, answers: [...fitting.answers].sort() }).toEqual({ ...whole, answers: [...whole.answers].sort() });
  });

  test('nothing is written where even the question leaves no room', () => {
    expect(served.ask('many.example.com.', 'A', { limit: 12 })).toMatchObject({ truncated: true, answers: [] });
  });
});

describe('RFC 2181 section 5: a record set', () => {
  const served = serve(
    exampleZone(`
www 60 A 192.0.2.1
www 30 A 192.0.2.2
www 60 A 192.0.2.1
WWW 60 A 192.0.2.3
text TXT "a" "b"
text TXT "ab"
`),
  );

  test('section 5: has no record twice, and is answered whole', () => {
    expect(served.ask('www.example.com.', 'A').answers.map(line => line.split(' ').at(-1))).toEqual([
      '192.0.2.1',
      '192.0.2.2',
      '192.0.2.3',
    ]);
    expect(served.ask('text.example.com.', 'TXT').answers).toHaveLength(2);
  });

  test('section 5.2: has one TTL, the lowest', () => {
    expect(new Set(served.ask('www.example.com.', 'A').answers.map(line => line.split(' ')[1]))).toEqual(new Set(['30']));
  });

  test('section 5.2: has one TTL where it is steered, too', () => {
    const steered = serve(
      exampleZone('', steering([pool('web', ['192.0.2.1', '192.0.2.2', '192.0.2.3'], { select: 'all' })], [record('www', 'web')])),
    );
    const { answers } = steered.ask('www.example.com.', 'A');
    expect(answers).toHaveLength(3);
    expect(new Set(answers.map(line => line.split(' ')[1])).size).toBe(1);
  });

  test('section 8: TTLs of all 31 bits', () => {
    const long = serve(exampleZone('www 2147483647 A 192.0.2.1\nnow 0 A 192.0.2.2\n'));
    expect(long.ask('www.example.com.', 'A').answers).toEqual(['www.example.com. 2147483647 A 192.0.2.1']);
    expect(long.ask('now.example.com.', 'A').answers).toEqual(['now.example.com. 0 A 192.0.2.2']);
  });

  test('section 10.1: a steered alias is one at a time', () => {
    const hosts = steering([pool('cdn', ['a.example.org', 'b.example.org'], { select: 'all', answers: 2 })], [record('www', 'cdn')]);
    expect(serve(exampleZone('', hosts)).ask('www.example.com.', 'A').answers).toHaveLength(1);
  });
});

test('RFC 2181 section 9: on the wire, over UDP TC and nothing half, over TCP everything', () => {
  const records = Array.from({ length: 60 }, (_, i) => `big A 192.0.2.${i}`).join('\n');
  const { ask } = engineRig(TEST_IDENTITY, { source: serve(exampleZone(records)).lookup });
  const query = queryBytes('big.example.com.');
  expect(ask(query).header).toMatchObject({ tc: 1, aa: 1, rcode: 0, ancount: 0, nscount: 0, arcount: 0 });
  expect(ask(query, { stream: true }).header).toMatchObject({ tc: 0, aa: 1, ancount: 60 });
  expect(ask(queryBytes('big.example.com.', { edns: { payloadSize: 1232 } })).header).toMatchObject({ tc: 0, ancount: 60, arcount: 1 });
});
