import { expect, test } from 'vitest';
import { readClientOptions } from '../../src/config/client-options.ts';
import { UsageError } from '../../src/config/usage-error.ts';
import { CERTIFICATES, readPem } from '../support/tls-peer.ts';

test.each([
  ['127.0.0.1:8053', 'http://127.0.0.1:8053'],
  ['[::1]:8053', 'http://[::1]:8053'],
  ['0.0.0.0:8053', 'http://127.0.0.1:8053'],
  ['[::]:8053', 'http://[::1]:8053'],
  ['http://127.0.0.1:8053/', 'http://127.0.0.1:8053'],
  ['https://gtm.example.com/meridian/', 'https://gtm.example.com/meridian'],
])('the API at %s is called at %s', (api, url) => {
  expect(readClientOptions({ api, data: 'd' })).toEqual({ url, tokenFile: 'd/admin.token', ca: undefined });
});

test('a token file that is named is read instead', () => {
  expect(readClientOptions({ api: '127.0.0.1:1', data: 'd', tokenFile: 't' }).tokenFile).toBe('t');
});

test.each(['', 'localhost', '127.0.0.1', 'ftp://a', 'http://', 'http://user:secret@a', 'http://a/?b=c'])('"%s" is nowhere', api =>
  expect(() => readClientOptions({ api, data: 'd' })).toThrow(UsageError),
);

const CA = `${CERTIFICATES}/authority.pem`;

test.each([
  ['127.0.0.1:8053', 'https://127.0.0.1:8053'],
  ['https://gtm.example.com/', 'https://gtm.example.com'],
])('with an authority the API at %s is called at %s', (api, url) => {
  expect(readClientOptions({ api, data: 'd', ca: CA })).toMatchObject({ url, ca: readPem('authority').toString() });
});

test.each([
  ['http://127.0.0.1:8053', CA, '--ca: expected an https URL in --api with it, found "http://127.0.0.1:8053"'],
  ['127.0.0.1:8053', 'no/such.pem', '--ca: expected a file that can be read (ENOENT), found "no/such.pem"'],
  ['127.0.0.1:8053', `${CERTIFICATES}/key.pem`, `--ca: expected a file with a certificate in PEM format, found "${CERTIFICATES}/key.pem"`],
])('at %s the authority of %s is no good', (api, ca, message) => {
  expect(() => readClientOptions({ api, data: 'd', ca })).toThrow(new UsageError(message));
});
