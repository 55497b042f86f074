import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSocketAddress, type SocketAddress } from '../../src/lib/socket-address.ts';
import { dig, type PrintedAnswer } from '../support/dig.ts';
import { EVERY_KIND_MASTER, EVERY_KIND_YAML } from '../support/every-kind-zone.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

const SOA = 'ns1.example.com. hostmaster.example.com. 2024010101 3600 600 604800 60';
const DENIAL = [`example.com. 60 IN SOA ${SOA}`];
const CHAIN = [
  'alias.example.com. 300 IN CNAME middle.example.com.',
  'middle.example.com. 300 IN CNAME host.example.com.',
  'host.example.com. 300 IN A 192.0.2.80',
];
const BIG = Array.from({ length: 40 }, (_, i) => `big.example.com. 300 IN TXT "${String(i).padStart(2, '0')} ${'x'.repeat(60)}"`);
const MANY = Array.from({ length: 40 }, (_, i) => `many.example.com. 300 IN A 198.51.100.${i + 1}`);

type Expected = Partial<Omit<PrintedAnswer, 'text'>>;

/** What is asked, and what both tools read: NOERROR, `qr aa` and empty sections where nothing else stands. */
const ANSWERS: Readonly<Record<string, Expected>> = {
  'host.example.com A': { answer: ['host.example.com. 300 IN A 192.0.2.80'] },
  'host.example.com AAAA': { answer: ['host.example.com. 300 IN AAAA 2001:db8::80'] },
  'example.com MX': {
    answer: ['example.com. 300 IN MX 10 mail.example.com.', 'example.com. 300 IN MX 20 mail2.example.net.'],
    additional: ['mail.example.com. 300 IN A 192.0.2.25'],
  },
  'example.com TXT': { answer: ['example.com. 300 IN TXT "v=spf1 mx -all" "second string"'] },
  'example.com CAA': { answer: ['example.com. 300 IN CAA 0 issue "ca.example.net"'] },
  'example.com SOA': { answer: [`example.com. 300 IN SOA ${SOA}`] },
  'example.com NS': {
    answer: ['example.com. 300 IN NS ns1.example.com.', 'example.com. 300 IN NS ns2.example.net.'],
    additional: ['ns1.example.com. 300 IN A 192.0.2.53', 'ns1.example.com. 300 IN AAAA 2001:db8::53'],
  },
  '_sip._udp.example.com SRV': {
    answer: ['_sip._udp.example.com. 300 IN SRV 10 60 5060 host.example.com.'],
    additional: ['host.example.com. 300 IN A 192.0.2.80', 'host.example.com. 300 IN AAAA 2001:db8::80'],
  },
  'odd.example.com TYPE65280': { answer: ['odd.example.com. 300 IN TYPE65280 \\# 4 0A000001'] },
  'alias.example.com A': { answer: CHAIN },
  'alias.example.com CNAME': { answer: CHAIN.slice(0, 1) },
  'away.example.com A': { answer: ['away.example.com. 300 IN CNAME www.example.net.'] },
  'any.wild.example.com A': { answer: ['any.wild.example.com. 300 IN A 192.0.2.81'] },
  'a.b.wild.example.com A': { answer: ['a.b.wild.example.com. 300 IN A 192.0.2.81'] },
  'any.wild.example.com AAAA': { authority: DENIAL },
  'old.example.com DNAME': { answer: ['old.example.com. 300 IN DNAME new.example.com.'] },
  'www.example.com A': { answer: ['www.example.com. 30 IN A 192.0.2.20'] },
  'cdn.example.com A': { answer: ['cdn.example.com. 30 IN CNAME target.example.net.'] },
  'cdn.example.com AAAA': { answer: ['cdn.example.com. 30 IN CNAME target.example.net.'] },
  'host.example.com MX': { authority: DENIAL },
  'empty.example.com A': { authority: DENIAL },
  'sub.example.com DS': { authority: DENIAL },
  'nowhere.example.com A': { status: 'NXDOMAIN', authority: DENIAL },
  'x.empty.example.com A': { status: 'NXDOMAIN', authority: DENIAL },
  'host.sub.example.com A': {
    flags: 'qr',
    authority: ['sub.example.com. 300 IN NS ns.example.net.', 'sub.example.com. 300 IN NS ns.sub.example.com.'],
    additional: ['ns.sub.example.com. 300 IN A 192.0.2.54', 'ns.sub.example.com. 300 IN AAAA 2001:db8::54'],
  },
  'www.example.net A': { status: 'REFUSED', flags: 'qr' },
  'version.bind CH TXT': { answer: [expect.stringMatching(/^version\.bind\. 0 CH TXT "meridian \d/)] },
  'id.server CH TXT': { answer: [`id.server. 0 CH TXT "${hostname()}"`] },
  'many.example.com A': { answer: MANY },
};

let directory: ZonesDirectory;
let meridian: Meridian;
let ipv6: SocketAddress;
beforeAll(async () => {
  directory = await zonesDirectory({ 'example.com.zone': EVERY_KIND_MASTER, 'example.com.yaml': EVERY_KIND_YAML });
  meridian = await startMeridian({ ...directory, flags: ['--dns', '[::1]:0'] });
  const { msg } = await meridian.logLine(line => line.msg.startsWith('serving '));
  ipv6 = parseSocketAddress(/(\[::1\]:\d+) \(udp\)/.exec(msg)?.[1] ?? '')!;
});
afterAll(async () => {
  await meridian?.[Symbol.asyncDispose]();
  await directory?.[Symbol.asyncDispose]();
});

const sorted = ({ answer, authority, additional, ...rest }: PrintedAnswer) => ({
  ...rest,
  answer: answer.toSorted(),
  authority: authority.toSorted(),
  additional: additional.toSorted(),
});

describe.each(['dig', 'kdig'] as const)('%s', tool => {
  const ask = (...args: readonly string[]): Promise<PrintedAnswer> => dig({ tool, at: meridian.dns, args });

  describe.each(['UDP', 'TCP', 'UDP over IPv6', 'TCP over IPv6'])('over %s', way => {
    test.each(Object.entries(ANSWERS))('%s', async (question, expected) => {
      const at = way.endsWith('IPv6') ? ipv6 : meridian.dns;
      const args = [...question.split(' '), way.startsWith('TCP') ? '+tcp' : '+notcp'];
      const { text, ...read } = sorted(await dig({ tool, at, args }));
      const usual: Expected = { status: 'NOERROR', flags: 'qr aa', answer: [], authority: [], additional: [] };
      const { answer = [], ...rest } = expected;
      expect(read, text).toEqual({ ...usual, ...rest, answer: answer.toSorted() });
    });
  });

  test('an answer that is too long is truncated, and read whole over TCP', async () => {
    const cut = await ask('big.example.com', 'TXT', '+ignore');
    expect({ flags: cut.flags, answer: cut.answer }).toEqual({ flags: 'qr aa tc', answer: [] });
    const whole = await ask('big.example.com', 'TXT');
    expect(whole.text).toMatch(/retrying (?:in TCP mode|over TCP)/);
    expect({ flags: whole.flags, answer: whole.answer.toSorted() }).toEqual({ flags: 'qr aa', answer: BIG });
  });

  test('without EDNS an answer has 512 octets at most', async () => {
    expect((await ask('many.example.com', 'A', '+noedns', '+ignore')).flags).toBe('qr aa tc');
    const whole = await ask('many.example.com', 'A', '+noedns');
    expect(whole.answer).toHaveLength(MANY.length);
    expect(whole.text).not.toMatch(/EDNS|OPT/);
  });

  test.each([
    ['114.114.114.0/24', '192.0.2.10'],
    ['8.8.8.0/24', '192.0.2.20'],
    ['240e::/32', '192.0.2.10'],
  ])('client subnet %s comes back with its scope', async (subnet, address) => {
    const { answer, text } = await ask('www.example.com', 'A', `+subnet=${subnet}`);
    expect(answer).toEqual([`www.example.com. 30 IN A ${address}`]);
    const [, source = '', scope = ''] = /CLIENT-SUBNET: ([^\s/]+\/\d+)\/(\d+)/.exec(text) ?? [];
    expect(source).toBe(subnet);
    expect(Number(scope)).toBeGreaterThan(0);
    expect(Number(scope)).toBeLessThanOrEqual(Number(subnet.split('/')[1]));
  });

  test('client subnet has scope 0 where nothing is steered', async () => {
    expect((await ask('host.example.com', 'A', '+subnet=8.8.8.0/24')).text).toContain('CLIENT-SUBNET: 8.8.8.0/24/0');
  });

  test('NSID', async () => {
    expect((await ask('host.example.com', 'A', '+nsid')).text).toMatch(new RegExp(`NSID: .*"${hostname()}"`));
    expect((await ask('host.example.com', 'A')).text).not.toContain('NSID');
  });

  test('another version of EDNS is BADVERS', async () => {
    const { status, answer } = await ask('host.example.com', 'A', '+edns=1', ...(tool === 'dig' ? ['+noednsnegotiation'] : []));
    expect({ status, answer }).toEqual({ status: 'BADVERS', answer: [] });
  });

  test('ANY is answered with one record set', async () => {
    const { status, answer } = await ask('example.com', 'ANY', '+notcp');
    expect(status).toBe('NOERROR');
    expect(new Set(answer.map(record => record.split(' ')[3])).size).toBe(1);
  });

  test('a name below a DNAME is its alias', async () => {
    const { answer } = await ask('host.old.example.com', 'A');
    expect(answer.slice(0, 2)).toEqual([
      'old.example.com. 300 IN DNAME new.example.com.',
      'host.old.example.com. 300 IN CNAME host.new.example.com.',
    ]);
  });

  test('DNSSEC OK is repeated, and nothing is signed', async () => {
    const { answer, text } = await ask('host.example.com', 'A', '+dnssec');
    expect(answer).toEqual(['host.example.com. 300 IN A 192.0.2.80']);
    expect(text).toMatch(/flags: do/);
  });
});

test('dig: the case of the question is kept', async () => {
  const { answer, text } = await dig({ tool: 'dig', at: meridian.dns, args: ['hOsT.ExAmPlE.cOm', 'A'] });
  expect(text).toMatch(/^;hOsT\.ExAmPlE\.cOm\./m);
  expect(answer.map(record => record.toLowerCase())).toEqual(['host.example.com. 300 in a 192.0.2.80']);
});

test('dig: several questions over one connection', async () => {
  const args = ['+tcp', '+keepopen', 'host.example.com', 'A', 'nowhere.example.com', 'A', 'big.example.com', 'TXT'];
  const { text } = await dig({ tool: 'dig', at: meridian.dns, args });
  expect([...text.matchAll(/status: (\w+)/g)].map(([, status]) => status)).toEqual(['NOERROR', 'NXDOMAIN', 'NOERROR']);
});

test.each(['dig', 'kdig'] as const)('%s: a zone transfer is refused', async tool => {
  const asked = dig({ tool, at: meridian.dns, args: ['example.com', 'AXFR'] });
  await expect(asked).rejects.toThrow(/Transfer failed|REFUSED/);
});
