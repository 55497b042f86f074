import { describe, expect, test } from 'vitest';
import { locationTable } from '../answer/locations.ts';
import { exampleZone, NEGATIVE_SOA, serve } from '../answer/serve.ts';
import { geo, pool, record, steering } from '../steering/declare.ts';

const served = serve(
  exampleZone(`
moved 60 DNAME new.example.org.
moved 60 TXT "still here"
hidden.moved A 192.0.2.1
root DNAME .
`),
);
const DNAME = 'moved.example.com. 60 DNAME new.example.org.';

describe('a DNAME (RFC 6672)', () => {
  test.each([
    ['www.moved.example.com.', 'www.new.example.org.'],
    ['a.b.MOVED.example.com.', 'a.b.new.example.org.'],
    ['hidden.moved.example.com.', 'hidden.new.example.org.'],
  ])('makes %s an alias of %s', (name, target) => {
    const answer = served.ask(name, 'A');
    expect(answer).toMatchObject({ rcode: 'NOERROR', authoritative: true, authorities: [], additionals: [] });
    expect(answer.answers.map(line => line.replace('MOVED', 'moved'))).toEqual([
      DNAME,
      `${name.replace('MOVED', 'moved')} 60 CNAME ${target}`,
    ]);
  });

  test('keeps the case of the labels that stay', () => {
    expect(served.ask('WwW.moved.example.com.', 'A').answers[1]).toBe('WwW.moved.example.com. 60 CNAME WwW.new.example.org.');
  });

  test('may lead to the root', () => {
    expect(served.ask('example.net.root.example.com.', 'A').answers[1]).toBe('example.net.root.example.com. 3600 CNAME example.net.');
  });

  test('leaves its own name alone', () => {
    expect(served.ask('moved.example.com.', 'TXT').answers).toEqual(['moved.example.com. 60 TXT 0a7374696c6c2068657265']);
    expect(served.ask('moved.example.com.', 'DNAME').answers).toEqual([DNAME]);
    expect(served.ask('moved.example.com.', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [], authorities: [NEGATIVE_SOA] });
  });

  test('that would make a name too long is YXDOMAIN (section 2.2)', () => {
    const label = 'x'.repeat(60);
    const longer = serve(exampleZone(`m DNAME ${label}.${label}.example.org.`));
    const fitting = `${'y'.repeat(63)}.${'y'.repeat(55)}`;
    expect(longer.ask(`${fitting}.m.example.com.`, 'A')).toMatchObject({ rcode: 'NOERROR' });
    expect(longer.ask(`${fitting}.m.example.com.`, 'A').answers[1]).toContain(`CNAME ${fitting}.${label}.${label}.example.org.`);
    const answer = longer.ask(`${fitting}y.m.example.com.`, 'A');
    expect(answer).toMatchObject({ rcode: 'YXDOMAIN', authoritative: true });
    expect(answer.answers).toEqual([`m.example.com. 3600 DNAME ${label}.${label}.example.org.`]);
  });
});

describe('a DNAME that leads into a zone of ours is followed (section 3.2)', () => {
  const zone = serve(
    exampleZone(`
old 60 DNAME new
host.new 60 A 192.0.2.82
*.wild.new 60 A 192.0.2.83
alias.new 60 CNAME host.new
mail.new 60 MX 10 mx.new
sub.new NS ns.elsewhere.test.
older 60 DNAME old
up 60 DNAME x.up
`),
  );
  const old = 'old.example.com. 60 DNAME new.example.com.';
  const made = (label: string) => `${label}.old.example.com. 60 CNAME ${label}.new.example.com.`;

  test.each([
    ['host', 'A', ['host.new.example.com. 60 A 192.0.2.82']],
    ['a.wild', 'A', ['a.wild.new.example.com. 60 A 192.0.2.83']],
    ['alias', 'A', ['alias.new.example.com. 60 CNAME host.new.example.com.', 'host.new.example.com. 60 A 192.0.2.82']],
    ['mail', 'MX', ['mail.new.example.com. 60 MX 10 mx.new.example.com.']],
  ])('%s %s', (label, type, behind) => {
    const answer = zone.ask(`${label}.old.example.com.`, type);
    expect(answer).toMatchObject({ rcode: 'NOERROR', authoritative: true, answers: [old, made(label), ...behind], authorities: [] });
  });

  test('a name that is not there is NXDOMAIN, one without the type NODATA (RFC 6604)', () => {
    const missing = zone.ask('nope.old.example.com.', 'A');
    expect(missing).toMatchObject({ rcode: 'NXDOMAIN', answers: [old, made('nope')], authorities: [NEGATIVE_SOA] });
    const nodata = zone.ask('host.old.example.com.', 'AAAA');
    expect(nodata).toMatchObject({ rcode: 'NOERROR', answers: [old, made('host')], authorities: [NEGATIVE_SOA] });
  });

  test('to a referral too; the alias itself is not', () => {
    expect(zone.ask('a.sub.old.example.com.', 'A')).toMatchObject({
      ...{ rcode: 'NOERROR', authoritative: true, answers: [old, made('a.sub')] },
      authorities: ['sub.new.example.com. 3600 NS ns.elsewhere.test.'],
    });
    expect(zone.ask('host.old.example.com.', 'CNAME')).toMatchObject({ answers: [old, made('host')], authorities: [] });
  });

  test('one DNAME behind another', () => {
    expect(zone.ask('host.older.example.com.', 'A').answers).toEqual([
      'older.example.com. 60 DNAME old.example.com.',
      'host.older.example.com. 60 CNAME host.old.example.com.',
      old,
      made('host'),
      'host.new.example.com. 60 A 192.0.2.82',
    ]);
  });

  test('one that leads below itself ends, and stands in the answer once (RFC 2181 section 5)', () => {
    const { rcode, answers } = zone.ask('a.up.example.com.', 'A');
    expect(rcode).toBe('NOERROR');
    expect(answers).toHaveLength(10);
    expect(answers.filter(line => line.includes(' DNAME '))).toEqual(['up.example.com. 60 DNAME x.up.example.com.']);
  });
});

describe('a DNAME that leads to steered names', () => {
  const pools = [pool('near', ['192.0.2.21']), pool('far', ['192.0.2.22'])];
  const steer = geo({ 'country:CN': 'near', default: 'far' });
  const records = [record('www.new', steer), record('fail.new', 'near', { whenAllDown: { kind: 'servfail' } })];
  const quiet = record('quiet.new', steer, { whenAllDown: { kind: 'nodata' } });
  const locations = locationTable({ '10.1.0.0/16': { country: 'CN' }, '10.2.0.0/16': { country: 'DE' } });
  const moved = serve(exampleZone('old 60 DNAME new\n', steering(pools, [...records, quiet])), { locations });
  const chain = (label: string) => [
    'old.example.com. 60 DNAME new.example.com.',
    `${label}.old.example.com. 60 CNAME ${label}.new.example.com.`,
  ];

  test('has their decision, and its scope', () => {
    const { answers, scope } = moved.ask('www.old.example.com.', 'A', { client: '10.1.2.3/32' });
    expect(answers).toEqual([...chain('www'), 'www.new.example.com. 60 A 192.0.2.21']);
    expect(scope).toBe(16);
  });

  test('has their denials, and a failure has no records', () => {
    moved.change({ 'near/a': { verdict: 'down' }, 'far/a': { verdict: 'down' } }, 2);
    expect(moved.ask('quiet.old.example.com.', 'A', { client: '10.1.2.3/32' })).toMatchObject({
      ...{ rcode: 'NOERROR', answers: chain('quiet'), authorities: [NEGATIVE_SOA.replace(' 300 ', ' 60 ')], scope: 0 },
    });
    expect(moved.ask('fail.old.example.com.', 'A')).toMatchObject({ rcode: 'SERVFAIL', answers: [], authorities: [], additionals: [] });
    moved.change({}, 3);
  });
});

describe('a CNAME that leads below a DNAME (section 3.2)', () => {
  const text = `
to CNAME a.old
*.any CNAME a.old
first CNAME second
second CNAME b.old
old 60 DNAME new
a.new A 192.0.2.31
b.new CNAME c.older
older 30 DNAME newest
c.newest A 192.0.2.32
around CNAME x.loop
loop DNAME back
x.back CNAME around
long CNAME ${'y'.repeat(60)}.${'y'.repeat(60)}.far
far DNAME ${'x'.repeat(60)}.${'x'.repeat(60)}.example.org.
`;
  const linked = serve(exampleZone(text));
  const old = 'old.example.com. 60 DNAME new.example.com.';

  test('is followed through it, with the TTL of the DNAME', () => {
    expect(linked.ask('to.example.com.', 'A')).toMatchObject({
      ...{ rcode: 'NOERROR', authoritative: true, authorities: [] },
      answers: [
        'to.example.com. 3600 CNAME a.old.example.com.',
        old,
        'a.old.example.com. 60 CNAME a.new.example.com.',
        'a.new.example.com. 3600 A 192.0.2.31',
      ],
    });
    expect(linked.ask('x.y.any.example.com.', 'A').answers.at(-1)).toBe('a.new.example.com. 3600 A 192.0.2.31');
    expect(linked.ask('to.example.com.', 'AAAA')).toMatchObject({ rcode: 'NOERROR', authorities: [NEGATIVE_SOA] });
  });

  test('one after the other', () => {
    expect(linked.ask('first.example.com.', 'A').answers.map(line => line.split(' ').slice(2).join(' '))).toEqual([
      ...['CNAME second.example.com.', 'CNAME b.old.example.com.', 'DNAME new.example.com.', 'CNAME b.new.example.com.'],
      ...['CNAME c.older.example.com.', 'DNAME newest.example.com.', 'CNAME c.newest.example.com.', 'A 192.0.2.32'],
    ]);
  });

  test('to where the name would be too long: YXDOMAIN, behind the alias (section 2.2)', () => {
    const { rcode, authoritative, answers } = linked.ask('long.example.com.', 'A');
    expect({ rcode, authoritative, types: answers.map(line => line.split(' ')[2]) }).toEqual({
      ...{ rcode: 'YXDOMAIN', authoritative: true, types: ['CNAME', 'DNAME'] },
    });
  });

  test('around once where it goes in a circle', () => {
    const { rcode, answers } = linked.ask('around.example.com.', 'A');
    expect(rcode).toBe('NOERROR');
    expect(answers.slice(0, 4)).toEqual([
      'around.example.com. 3600 CNAME x.loop.example.com.',
      'loop.example.com. 3600 DNAME back.example.com.',
      'x.loop.example.com. 3600 CNAME x.back.example.com.',
      'x.back.example.com. 3600 CNAME around.example.com.',
    ]);
    expect(answers.length).toBeLessThanOrEqual(5);
  });
});

test('a DNAME at the apex moves everything below', () => {
  const apex = serve(exampleZone('@ DNAME example.org.'));
  expect(apex.ask('a.b.example.com.', 'A').answers[1]).toBe('a.b.example.com. 3600 CNAME a.b.example.org.');
  expect(apex.ask('example.com.', 'NS').answers).toHaveLength(1);
});
