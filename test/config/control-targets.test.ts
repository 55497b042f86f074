import { expect, test } from 'vitest';
import { readControlTargets } from '../../src/config/control-targets.ts';
import { address } from '../support/addresses.ts';

function read(...texts: readonly string[]) {
  const problems: string[] = [];
  const targets = readControlTargets(texts, (flag, found, expected) => problems.push(`${flag}: expected ${expected}, found "${found}"`));
  return { targets, problems };
}

const EXCHANGE = { method: 'GET', headers: {}, redirects: 0, expectStatus: [[200, 599]] };

test.each([
  ['tcp://192.0.2.1:443', '192.0.2.1', { type: 'tcp', port: 443 }],
  ['tcp://[2001:db8::1]:443/', '2001:db8::1', { type: 'tcp', port: 443 }],
  ['http://www.example.com', 'www.example.com', { type: 'http', port: 80, path: '/', host: 'www.example.com', ...EXCHANGE }],
  ['http://192.0.2.1:8080/a?b=c', '192.0.2.1', { type: 'http', port: 8080, path: '/a?b=c', host: '192.0.2.1:8080', ...EXCHANGE }],
  [
    'https://www.example.com/',
    'www.example.com',
    { type: 'https', verify: true, port: 443, path: '/', host: 'www.example.com', ...EXCHANGE },
  ],
  ['icmp://192.0.2.1', '192.0.2.1', { type: 'icmp', size: 56 }],
  [
    'dns://192.0.2.53/www.example.com',
    '192.0.2.53',
    { type: 'dns', port: 53, name: 'www.example.com.', queryType: 1, transport: 'udp', recursion: true, expectRcodes: [0, 3] },
  ],
  [
    'dns://[2001:db8::53]:5353/example.net.',
    '2001:db8::53',
    { type: 'dns', port: 5353, name: 'example.net.', queryType: 1, transport: 'udp', recursion: true, expectRcodes: [0, 3] },
  ],
])('%s is checked', (text, at, check) => {
  expect(read(text)).toEqual({ targets: [{ text, address: address(at), check }], problems: [] });
});

test.each([
  '',
  '192.0.2.1:443',
  'tcp://192.0.2.1',
  'tcp://192.0.2.1:443/path',
  'tcp://192.0.2.1:99999',
  'udp://192.0.2.1:53',
  'icmp://',
  'icmp://192.0.2.1:7',
  'icmp://224.0.0.1',
  'http://user@192.0.2.1/',
  'http://192.0.2.1/#a',
  'dns://192.0.2.53',
  'dns://192.0.2.53/a..b',
  'dns://192.0.2.53/a/b',
  'tcp://localhost:1',
])('"%s" is no control target', text => {
  const expected = 'tcp://HOST:PORT, http://HOST/PATH, https://HOST/PATH, icmp://HOST or dns://HOST/NAME';
  expect(read(text)).toEqual({ targets: [], problems: [`--control: expected ${expected}, found "${text}"`] });
});

test('each is given once', () => {
  const { targets, problems } = read('icmp://192.0.2.1', 'icmp://192.0.2.1');
  expect(targets).toHaveLength(1);
  expect(problems).toEqual(['--control: expected each target once, found "icmp://192.0.2.1"']);
});
