import { describe, expect, test } from 'vitest';
import { exampleZone, NEGATIVE_SOA, serve } from '../answer/serve.ts';

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

test('a DNAME at the apex moves everything below', () => {
  const apex = serve(exampleZone('@ DNAME example.org.'));
  expect(apex.ask('a.b.example.com.', 'A').answers[1]).toBe('a.b.example.com. 3600 CNAME a.b.example.org.');
  expect(apex.ask('example.com.', 'NS').answers).toHaveLength(1);
});
