import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adminToken, tokensEqual } from '../../src/store/admin-token.ts';
import { dataDirectory, storeErrorOf } from './data-directory.ts';

test('the first start writes a token that only the owner can read; later starts read it', () => {
  const directory = dataDirectory();
  const first = adminToken(directory);
  expect(first.token).toMatch(/^mrd_[A-Za-z0-9_-]{43}$/);
  expect(first.warning).toBeUndefined();
  expect(readFileSync(first.file, 'utf8')).toBe(`${first.token}\n`);
  expect(statSync(first.file).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(['admin.token']);
  expect(adminToken(directory)).toEqual(first);
});

test('tokens of two directories differ', () => {
  expect(adminToken(dataDirectory()).token).not.toBe(adminToken(dataDirectory()).token);
});

test('a token that others can read is used, with a warning', () => {
  const { file, token } = adminToken(dataDirectory());
  chmodSync(file, 0o644);
  expect(adminToken(join(file, '..'))).toEqual({
    token,
    file,
    warning: `${file} is open to other users of this machine (mode 0644): chmod 600 ${file}`,
  });
});

test.each(['', 'secret', 'mrd_short'])('a token file with "%s" in it is refused and left', content => {
  const directory = dataDirectory();
  const file = join(directory, 'admin.token');
  writeFileSync(file, content);
  const error = storeErrorOf(() => adminToken(directory));
  expect(error.code).toBe('corrupt');
  expect(error.message).toBe(`${file} holds no token (mrd_ and 43 characters): remove it, and the next start writes a new one`);
  expect(readFileSync(file, 'utf8')).toBe(content);
});

test('a draft that a crash left behind is no hindrance', () => {
  const directory = dataDirectory();
  writeFileSync(join(directory, 'admin.token.new'), 'mrd_', { mode: 0o644 });
  const { file } = adminToken(directory);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ['mrd_a', 'mrd_a', true],
  ['mrd_a', 'mrd_b', false],
  ['mrd_a', 'mrd_aa', false],
  ['', 'mrd_a', false],
  ['mrd_ä', 'mrd_a', false],
])('tokens "%s" and "%s" are equal: %s', (given, expected, equal) => expect(tokensEqual(given, expected)).toBe(equal));
