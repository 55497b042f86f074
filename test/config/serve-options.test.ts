import { expect, test } from 'vitest';
import { readServeOptions } from '../../src/config/serve-options.ts';
import { UsageError } from '../../src/config/usage-error.ts';

const PROTOCOL_FLAGS = { udpSize: '1232', rateLimit: '1000', rateLimitSlip: '2' };
const FLAGS = {
  zones: 'zones',
  api: '127.0.0.1:8053',
  data: '.meridian',
  workers: '2',
  vantage: 'embedded',
  maxProbes: '4096',
  logLevel: 'info',
  ...PROTOCOL_FLAGS,
};

test('the defaults: both loopback addresses, the IPv6 one if there is one', () => {
  expect(readServeOptions(FLAGS)).toEqual({
    zones: 'zones',
    dns: [
      { address: '127.0.0.1', port: 5300, optional: false },
      { address: '::1', port: 5300, optional: true },
    ],
    api: { address: '127.0.0.1', port: 8053 },
    apiTls: undefined,
    data: '.meridian',
    workers: 2,
    vantage: 'embedded',
    region: undefined,
    controls: [],
    maxProbes: 4096,
    resolvers: [],
    geodb: undefined,
    protocol: {
      udpSize: 1232,
      cookieSecrets: undefined,
      rateLimit: {
        perSecond: 1000,
        slip: 2,
        exempt: [
          { address: Uint8Array.of(127, 0, 0, 0), length: 8 },
          { address: Uint8Array.from({ length: 16 }, (_, i) => (i === 15 ? 1 : 0)), length: 128 },
        ],
      },
      serverId: undefined,
      hidden: [],
    },
    allowExec: false,
    standIns: false,
    logLevel: 'info',
  });
});

test('addresses that are given are wanted, IPv6 too; port 0 may be there twice', () => {
  expect(readServeOptions({ ...FLAGS, dns: ['[::1]:0', '[::1]:0'], geodb: 'city.mmdb', standIns: true })).toMatchObject({
    dns: [
      { address: '::1', port: 0, optional: false },
      { address: '::1', port: 0, optional: false },
    ],
    geodb: 'city.mmdb',
    standIns: true,
  });
});

test.each([
  ['--dns', { dns: ['127.0.0.1'] }],
  ['--dns', { dns: ['::1:53'] }],
  ['--dns', { dns: ['127.0.0.1:53', '127.0.0.1:53'] }],
  ['--api', { api: 'http://127.0.0.1:8053' }],
  ['--api', { api: '0.0.0.0:8053' }],
  ['--api', { api: '[::]:8053' }],
  ['--api', { api: '192.0.2.1:8053' }],
  ['--api-cert', { apiCert: '', apiKey: 'key.pem' }],
  ['--api-cert', { apiKey: 'key.pem' }],
  ['--api-key', { apiCert: 'cert.pem' }],
  ['--workers', { workers: '0' }],
  ['--workers', { workers: '257' }],
  ['--workers', { workers: '1.5' }],
  ['--max-probes', { maxProbes: '0' }],
  ['--max-probes', { maxProbes: '65537' }],
  ['--max-probes', { maxProbes: '4k' }],
  ['--resolver', { resolver: ['resolver.example.net'] }],
  ['--vantage', { vantage: '' }],
  ['--vantage', { vantage: 'a'.repeat(64) }],
  ['--data', { data: '' }],
  ['--log-level', { logLevel: 'INFO' }],
  ['--udp-size', { udpSize: '511' }],
  ['--udp-size', { udpSize: '4097' }],
  ['--rate-limit', { rateLimit: 'many' }],
  ['--rate-limit-slip', { rateLimitSlip: '101' }],
  ['--rate-limit-exempt', { rateLimitExempt: ['192.0.2.0/24', '192.0.2.1/24'] }],
  ['--cookie-secret-file', { cookieSecretFile: 'no/such/file' }],
  ['--server-id', { serverId: '' }],
  ['--server-id', { serverId: 'x'.repeat(129) }],
  ['--hide', { hide: ['version'] }],
])('a bad %s alone is named: %j', (name, bad) => {
  expect(() => readServeOptions({ ...FLAGS, ...bad })).toThrow(UsageError);
  expect(() => readServeOptions({ ...FLAGS, ...bad })).toThrow(new RegExp(`^${name}: [^\n]*$`));
});

test.each([
  { api: '0.0.0.0:8053', apiCert: 'cert.pem', apiKey: 'key.pem' },
  { api: '0.0.0.0:8053', apiInsecure: true },
  { api: '127.9.9.9:8053' },
  { api: '[::1]:8053' },
])('the API may be served so: %j', flags => {
  expect(() => readServeOptions({ ...FLAGS, ...flags })).not.toThrow();
});

test('the files of TLS', () => {
  expect(readServeOptions({ ...FLAGS, apiCert: 'cert.pem', apiKey: 'key.pem', apiClientCa: 'ca.pem' }).apiTls).toEqual({
    certFile: 'cert.pem',
    keyFile: 'key.pem',
    clientCaFile: 'ca.pem',
  });
});

test('without TLS, authorities of clients are of no use; what is missing is told at once', () => {
  expect(() => readServeOptions({ ...FLAGS, api: '0.0.0.0:80', apiClientCa: 'ca.pem' })).toThrow(
    [
      '--api-cert: missing; --api-client-ca needs it',
      '--api-key: missing; --api-client-ca needs it',
      '--api: 0.0.0.0:80 can be reached from other machines, and without TLS tokens can be read on their way: ' +
        'give --api-cert and --api-key, listen on 127.0.0.1, or give --api-insecure where something in front speaks TLS',
    ].join('\n'),
  );
});

test('the region and the control targets of the vantage in this process', () => {
  const { region, controls } = readServeOptions({ ...FLAGS, region: 'cn-hangzhou', control: ['tcp://192.0.2.1:443', 'icmp://192.0.2.2'] });
  expect(region).toBe('cn-hangzhou');
  expect(controls.map(({ text, check }) => [text, check.type])).toEqual([
    ['tcp://192.0.2.1:443', 'tcp'],
    ['icmp://192.0.2.2', 'icmp'],
  ]);
  expect(() => readServeOptions({ ...FLAGS, region: 'a b', control: ['ftp://x', 'tcp://192.0.2.1'] })).toThrow(
    /--region: expected .*\n--control: expected tcp:.* found "ftp:\/\/x"\n--control: .*found "tcp:\/\/192\.0\.2\.1"/,
  );
});
