import { expect, test } from 'vitest';
import { readClientOptions } from '../../src/config/client-options.ts';
import { UsageError } from '../../src/config/usage-error.ts';

test.each([
  ['127.0.0.1:8053', 'http://127.0.0.1:8053'],
  ['[::1]:8053', 'http://[::1]:8053'],
  ['0.0.0.0:8053', 'http://127.0.0.1:8053'],
  ['[::]:8053', 'http://[::1]:8053'],
  ['http://127.0.0.1:8053/', 'http://127.0.0.1:8053'],
  ['https://gtm.example.com/meridian/', 'https://gtm.example.com/meridian'],
])('the API at %s is called at %s', (api, url) => {
  expect(readClientOptions({ api, data: 'd' })).toEqual({ url, tokenFile: 'd/admin.token' });
});

test('a token file that is named is read instead', () => {
  expect(readClientOptions({ api: '127.0.0.1:1', data: 'd', tokenFile: 't' }).tokenFile).toBe('t');
});

test.each(['', 'localhost', '127.0.0.1', 'ftp://a', 'http://', 'http://user:secret@a', 'http://a/?b=c'])('"%s" is nowhere', api =>
  expect(() => readClientOptions({ api, data: 'd' })).toThrow(UsageError),
);
