import { expect, test } from 'vitest';
import { type Cookie, type CookieKeys, createCookie, readCookie, ServerCookies } from '../../src/responder/cookie.ts';
import { createPeer, readPeer } from '../../src/responder/peer-address.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

function exchange(keys: CookieKeys, atSeconds: number, client: string, cookie: string) {
  const cookies = new ServerCookies(keys);
  cookies.setTime(1000 * atSeconds);
  return exchangeWith(cookies, client, cookie);
}

function exchangeWith(cookies: ServerCookies, client: string, text: string) {
  const peer = createPeer();
  readPeer(client, peer);
  const cookie: Cookie = createCookie();
  expect(readCookie(hex(text), 0, text.length / 2, cookie)).toBe(true);
  const known = cookies.exchange(cookie, peer);
  return { known, cookie: Buffer.from(cookie.octets).toString('hex') };
}

const SECRET = hex('e5e973e5a6b2a43f48e7dc849e37bfcf');
const OLD = hex('dd3bdf9344b678b185a6f5cb60fca715');
const NEW = hex('445536bcd2513298075a5d379663c962');

test('RFC 9018 appendix A.1: learning a new server cookie', () => {
  const { known, cookie } = exchange({ shared: [SECRET] }, 1_559_731_985, '198.51.100.100', '2464c4abcf10c957');
  expect([known, cookie]).toEqual([false, '2464c4abcf10c957010000005cf79f111f8130c3eee29480']);
});

test('RFC 9018 appendix A.2: the same client learning a renewed server cookie', () => {
  const sent = '2464c4abcf10c957010000005cf79f111f8130c3eee29480';
  const { known, cookie } = exchange({ shared: [SECRET] }, 1_559_734_385, '198.51.100.100', sent);
  expect([known, cookie]).toEqual([true, '2464c4abcf10c957010000005cf7a871d4a564a1442aca77']);
});

// There the server still takes a cookie that is 112 minutes old; by section 4.3 it need not after an hour.
test('RFC 9018 appendix A.3: another client, with reserved octets set, learning a renewed server cookie', () => {
  const sent = 'fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5';
  const { known, cookie } = exchange({ shared: [SECRET] }, 1_559_734_700, '203.0.113.203', sent);
  expect([known, cookie]).toEqual([false, 'fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e']);
  expect(exchange({ shared: [SECRET] }, 1_559_727_985 + 60, '203.0.113.203', sent)).toEqual({ known: true, cookie: sent });
});

test('RFC 9018 appendix A.4: IPv6, with a secret that was rolled over', () => {
  const sent = '22681ab97d52c298010000005cf7c57926556bd0934c72f8';
  const client = '2001:db8:220:1:59de:d0f4:8769:82b8';
  const { known, cookie } = exchange({ shared: [NEW, OLD] }, 1_559_741_961, client, sent);
  expect([known, cookie]).toEqual([true, '22681ab97d52c298010000005cf7c609a6bb79d16625507a']);
  expect(exchange({ shared: [NEW] }, 1_559_741_961, client, sent).known).toBe(false);
});

const MADE = 1_559_731_985;
const GIVEN = '2464c4abcf10c957010000005cf79f111f8130c3eee29480';

test.each([
  [-301, false],
  [-300, true],
  [0, true],
  [3600, true],
  [3601, false],
])('RFC 9018 section 4.3: a cookie is good from 5 minutes before it was made to an hour after: %i s', (age, known) => {
  expect(exchange({ shared: [SECRET] }, MADE + age, '198.51.100.100', GIVEN).known).toBe(known);
});

test('RFC 9018 section 4.3: timestamps are serial numbers', () => {
  const cookies = new ServerCookies({ shared: [SECRET] });
  cookies.setTime(1000 * (2 ** 32 - 10));
  const { cookie } = exchangeWith(cookies, '192.0.2.1', '2464c4abcf10c957');
  cookies.setTime(1000 * (2 ** 32 + 10));
  expect(exchangeWith(cookies, '192.0.2.1', cookie)).toEqual({ known: true, cookie });
});

test('RFC 9018 section 4.3: one older than half an hour is renewed, a younger one stays', () => {
  expect(exchange({ shared: [SECRET] }, MADE + 1800, '198.51.100.100', GIVEN).cookie).toBe(GIVEN);
  expect(exchange({ shared: [SECRET] }, MADE + 1801, '198.51.100.100', GIVEN).cookie).not.toBe(GIVEN);
});

test.each([
  ['another client', '198.51.100.101', GIVEN],
  ['another client cookie', '198.51.100.100', GIVEN.replace('2464', '2465')],
  ['another version', '198.51.100.100', GIVEN.replace('c95701', 'c95702')],
  ['another hash', '198.51.100.100', `${GIVEN.slice(0, -2)}81`],
  ['another length', '198.51.100.100', `${GIVEN}00`],
  ['the shortest server cookie', '198.51.100.100', GIVEN.slice(0, 32)],
])('%s: not known, and a good one is given', (_, client, sent) => {
  const cookies = new ServerCookies({ shared: [SECRET] });
  cookies.setTime(1000 * MADE);
  const { known, cookie } = exchangeWith(cookies, client, sent);
  expect(known).toBe(false);
  expect(exchangeWith(cookies, client, cookie).known).toBe(true);
});

test('RFC 7873 section 7.1: a secret of our own is another one each day, and understood for one more', () => {
  const cookies = new ServerCookies({ own: new Uint8Array(32) });
  const midnight = 86_400_000 * 20_000;
  cookies.setTime(midnight - 60_000);
  const { cookie } = exchangeWith(cookies, '192.0.2.1', '2464c4abcf10c957');
  cookies.setTime(midnight + 60_000);
  const next = exchangeWith(cookies, '192.0.2.1', cookie);
  expect(next.known).toBe(true);
  expect(next.cookie).not.toBe(cookie);
  cookies.setTime(midnight - 1000);
  expect(exchangeWith(cookies, '192.0.2.1', next.cookie).known).toBe(false);
});

test('all workers that begin with the same octets make and know the same cookies', () => {
  const [one, two] = [new ServerCookies({ own: SECRET }), new ServerCookies({ own: SECRET })];
  for (const cookies of [one, two]) cookies.setTime(1000 * MADE);
  expect(exchangeWith(two, '::1', exchangeWith(one, '::1', '0011223344556677').cookie).known).toBe(true);
});

test('a secret that is none is refused at the start', () => {
  expect(() => new ServerCookies({ shared: [] })).toThrow('no cookie secret');
  expect(() => new ServerCookies({ shared: [new Uint8Array(8)] })).toThrow('a key of 8 octets, expected 16');
});
