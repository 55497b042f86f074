import { expect, test } from 'vitest';
import { type ProbeFlags, readProbeOptions } from '../../src/config/probe-options.ts';
import { UsageError } from '../../src/config/usage-error.ts';
import { CERTIFICATES } from '../support/tls-peer.ts';

const FLAGS: ProbeFlags = {
  controller: 'https://gtm.example.com/meridian/',
  vantage: 'fra1',
  tokenFile: 'fra1.token',
  spool: '.meridian-probe',
  maxProbes: '4096',
  logLevel: 'info',
};

const pem = (name: string): string => `${CERTIFICATES}/${name}.pem`;

function problems(flags: Partial<ProbeFlags>, proxy = {}): string[] {
  try {
    readProbeOptions({ ...FLAGS, ...flags }, proxy);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.message.split('\n');
    throw error;
  }
}

test('what is given is read', () => {
  const given = {
    region: 'eu',
    allowExec: true,
    control: ['icmp://192.0.2.1'],
    ca: pem('authority'),
    cert: pem('trusted'),
    key: pem('key'),
  };
  expect(readProbeOptions({ ...FLAGS, ...given }, { HTTPS_PROXY: 'http://proxy.example.com:3128' })).toMatchObject({
    controller: 'https://gtm.example.com/meridian',
    vantage: 'fra1',
    region: 'eu',
    maxProbes: 4096,
    allowExec: true,
    controls: [{ text: 'icmp://192.0.2.1' }],
    tls: { ca: pem('authority'), cert: pem('trusted'), key: pem('key') },
    proxy: { HTTPS_PROXY: 'http://proxy.example.com:3128' },
  });
});

test('what is not given is not there', () => {
  expect(readProbeOptions(FLAGS, {})).toMatchObject({
    region: undefined,
    allowExec: false,
    controls: [],
    tls: { ca: undefined, cert: undefined, key: undefined },
  });
});

test.each<[Partial<ProbeFlags>, RegExp]>([
  [{ controller: 'ftp://gtm.example.com' }, /^--controller: expected an http or https URL, .*, found "ftp:/],
  [{ controller: '127.0.0.1:8053' }, /^--controller: /],
  [{ controller: 'https://user:secret@gtm.example.com' }, /^--controller: /],
  [{ vantage: 'a b' }, /^--vantage: expected .*, found "a b"$/],
  [{ vantage: '' }, /^--vantage: expected .*, found ""$/],
  [{ region: '-' }, /^--region: /],
  [{ tokenFile: '' }, /^--token-file: expected a path, found ""$/],
  [{ spool: '' }, /^--spool: expected a path/],
  [{ maxProbes: '0' }, /^--max-probes: expected an integer from 1 to 65536, found "0"$/],
  [{ logLevel: 'loud' }, /^--log-level: /],
  [{ control: ['nowhere'] }, /^--control: /],
  [
    { control: Array.from({ length: 101 }, (_, i) => `tcp://192.0.2.1:${i + 1}`) },
    /^--control: expected at most 100, found "101 of them"$/,
  ],
  [{ ca: 'gone.pem' }, /^--ca: expected a file that can be read \(ENOENT\), found "gone\.pem"$/],
  [{ cert: pem('trusted') }, /^--cert: expected --key beside it/],
  [{ key: pem('key') }, /^--key: expected --cert beside it/],
  [{ controller: 'http://gtm.example.com', ca: pem('authority') }, /^--ca: expected it only with an https URL in --controller/],
])('%j is a mistake', (flags, line) => {
  expect(problems(flags)).toEqual([expect.stringMatching(line)]);
});

test('all mistakes are told at once', () => {
  const { controller: _, vantage: __, tokenFile: ___, ...rest } = FLAGS;
  expect(() => readProbeOptions({ ...rest, maxProbes: 'many' }, {})).toThrow(
    /^--controller: .* it is not given\n--vantage: .*\n--token-file: .*\n--max-probes: .*$/,
  );
});

test('a proxy that is none is told of, but not shown: it may hold a password', () => {
  expect(problems({}, { HTTPS_PROXY: 'socks5://user:secret@proxy', no_proxy: '*', http_proxy: '' })).toEqual([
    expect.stringMatching(/^HTTPS_PROXY: expected an http or https URL of a proxy, .*, found something else$/),
  ]);
});
