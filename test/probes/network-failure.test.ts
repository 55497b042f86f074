import { expect, test } from 'vitest';
import { networkFailure } from '../../probes/network-failure.ts';

const failed = (code: string, syscall?: string) => Object.assign(new Error(code), { code, ...(syscall ? { syscall } : {}) });

test.each([
  ['ECONNREFUSED', 'connect refused'],
  ['ETIMEDOUT', 'connect timed out'],
  ['EHOSTUNREACH', 'host unreachable'],
  ['ENETUNREACH', 'network unreachable'],
  ['EAFNOSUPPORT', 'address family not supported here'],
  ['EINVAL', 'connect failed: EINVAL'],
])('%s is a failure of the endpoint: %s', (code, reason) => expect(networkFailure(failed(code, 'connect'))).toBe(reason));

test.each(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])('%s is our own trouble', code =>
  expect(networkFailure(failed(code, 'connect'))).toBeUndefined(),
);

test('an error of the program is none of the network', () => {
  expect(networkFailure(new TypeError('no'))).toBeUndefined();
  expect(networkFailure(failed('ERR_INVALID_ARG_VALUE'))).toBeUndefined();
});

test('a name with several addresses fails as the last of them did', () => {
  const errors = [failed('ERR_SOCKET_CONNECTION_TIMEOUT'), failed('ECONNREFUSED', 'connect')];
  expect(networkFailure(new AggregateError(errors))).toBe('connect refused');
});

test('but where one of them could not be tried for want of something here, nothing is known', () => {
  const errors = [failed('EMFILE', 'connect'), failed('ECONNREFUSED', 'connect')];
  expect(networkFailure(new AggregateError(errors))).toBeUndefined();
});

test('TLS that fails does so in the words of OpenSSL', () => {
  const facts = { code: 'ERR_SSL_WRONG_VERSION_NUMBER', library: 'SSL routines', reason: 'wrong version number' };
  expect(networkFailure(Object.assign(new Error('error:0A00010B'), facts))).toBe('TLS failed: wrong version number');
  expect(networkFailure(failed('ERR_SSL_NO_CIPHER_MATCH'))).toBeUndefined();
});

test('a reset and a plain close are told apart', () => {
  expect(networkFailure(failed('ECONNRESET', 'read'))).toBe('connection reset');
  expect(networkFailure(failed('ECONNRESET'))).toBe('connection closed');
});
