import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HttpHop, nextHop, redirectOf } from '../../../probes/checks/http-redirect.ts';

const HOP: HttpHop = { secure: false, port: 8080, authority: 'www.example.com', method: 'GET', path: '/a/b?c' };
const SECURE: HttpHop = { ...HOP, secure: true, port: 8443, authority: 'www.example.com:8443' };
const after = (hop: HttpHop, location: string, status = 302) => nextHop(hop, { status, location });

test.each([
  ['/login?next=%2F#top', '/login?next=%2F'],
  ['d', '/a/d'],
  ['?e', '/a/b?e'],
  ['', '/a/b?c'],
  ['//www.example.com/f', '/f'],
  ['http://www.example.com:80/g', '/g'],
  ['http://WWW.EXAMPLE.com', '/'],
])('to %j of the same origin: the endpoint keeps its port', (location, path) => {
  expect(after(HOP, location)).toEqual({ ...HOP, path });
});

test.each([
  ['https://www.example.com/', { secure: true, port: 443, authority: 'www.example.com' }],
  ['https://www.example.com:8443/', { secure: true, port: 8443, authority: 'www.example.com:8443' }],
  ['http://user:secret@www.example.com:81/', { secure: false, port: 81, authority: 'www.example.com:81' }],
])('to %s: another port of the endpoint', (location, where) => {
  expect(after(HOP, location)).toEqual({ ...HOP, ...where, path: '/' });
});

test.each([
  [HOP, 'https://login.example.net/', 'redirect to another host, login.example.net'],
  [HOP, '//203.0.113.1/', 'redirect to another host, 203.0.113.1'],
  [HOP, `http://${'a'.repeat(60)}.${'b'.repeat(60)}.example/`, expect.stringMatching(/^redirect to another host, .{1,120}$/)],
  [SECURE, 'http://www.example.com/', 'redirect from https to http'],
  [HOP, 'javascript:alert(1)', 'malformed redirect'],
  [HOP, 'http://[', 'malformed redirect'],
  [{ ...HOP, authority: 'a:b:c' }, '/', 'malformed redirect'],
])('%j to %s is not followed', (hop, location, reason) => {
  expect(after(hop, location)).toEqual(reason);
});

test.each([
  [301, 'POST', 'GET'],
  [302, 'POST', 'GET'],
  [302, 'PUT', 'PUT'],
  [303, 'PUT', 'GET'],
  [303, 'HEAD', 'HEAD'],
  [307, 'POST', 'POST'],
  [308, 'POST', 'POST'],
])('after %i a %s is a %s', (status, method, next) => {
  expect(after({ ...HOP, method }, '/', status)).toMatchObject({ method: next });
});

test('what is no redirect', () => {
  expect([redirectOf(302, undefined), redirectOf(304, '/'), redirectOf(200, '/'), redirectOf(300, '/')]).toEqual(Array(4).fill(undefined));
  expect(redirectOf(308, '/')).toEqual({ status: 308, location: '/' });
});

test('whatever Location says, the next request can be sent, to the same host, or there is a short reason', () => {
  const piece = fc.constantFrom(
    'http',
    'https',
    ':',
    '/',
    '//',
    '@',
    '[',
    ']',
    '?',
    '#',
    '%',
    '\\',
    '..',
    ' ',
    '\t',
    'ü',
    'www.example.com',
    ':99999',
    'x',
  );
  const location = fc.oneof(
    fc.webUrl(),
    fc.string(),
    fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join('')),
  );
  fc.assert(
    fc.property(location, fc.constantFrom(HOP, SECURE), (to, hop) => {
      const next = after(hop, to);
      const { path, authority, port } = typeof next === 'string' ? hop : next;
      expect(typeof next === 'string' ? next.length : 0).toBeLessThanOrEqual(160);
      expect(path).toMatch(/^\/[\x21-\x7e]*$/);
      expect(authority).toMatch(/^www\.example\.com(:\d+)?$/);
      expect(port >= 0 && port <= 65_535).toBe(true);
    }),
  );
});
