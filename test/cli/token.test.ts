import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenAnswer, tokenList, tokenView } from '../../src/api/contract.ts';
import { directory, meridian, serveForCli } from './running.ts';

const TOKEN = /^mrd_[A-Za-z0-9_-]{43}\n$/;

test('the token stands alone on standard output, and works', async () => {
  const { call, env, tokens } = await serveForCli();
  const { code, out, err } = await call('token', 'create', '--role', 'operator', '--expires', '30d', '--name', 'deployment');
  const { id } = tokens.list()[0]!;
  expect({ code, out, err }).toEqual({
    code: 0,
    out: expect.stringMatching(TOKEN),
    err: `token ${id}: role operator, expires 2026-01-31T00:00:00.000Z\nit is not shown again; ./meridian token revoke ${id} ends it\n`,
  });
  const file = join(directory({ token: out }), 'token');
  const changed = await meridian(['weight', 'example.com/web-hangzhou/a', '7'], { ...env, MERIDIAN_TOKEN_FILE: file });
  expect(changed.code).toBe(0);
  expect(await meridian(['token', 'list'], { ...env, MERIDIAN_TOKEN_FILE: file })).toMatchObject({
    code: 1,
    err: `error: this wants a token with role admin; deployment (${id}) has role operator\n`,
  });
});

test('--out keeps the token to its owner, and leaves what is there', async () => {
  const { call, tokens } = await serveForCli();
  const file = join(directory(), 'beijing.token');
  const create = (...more: string[]) => call('token', 'create', '--role', 'probe', '--vantage', 'beijing', '--out', file, ...more);
  const first = await create();
  expect(first).toMatchObject({ code: 0, out: '', err: expect.stringMatching(/^token \S+: role probe for vantage beijing, .*; in .*\n$/) });
  const secret = readFileSync(file, 'utf8');
  expect(secret).toMatch(TOKEN);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await create()).toEqual({ code: 1, out: '', err: `error: --out: ${file} exists already; remove it, or name another file\n` });
  expect(readFileSync(file, 'utf8')).toBe(secret);
  expect(tokens.list()).toHaveLength(1);
});

test('no file is left where no token was made', async () => {
  const { call } = await serveForCli();
  const folder = directory();
  const { code, err } = await call('token', 'create', '--role', 'probe', '--out', join(folder, 'x'));
  expect({ code, err }).toEqual({ code: 1, err: 'error: vantage: missing; role probe needs the name of its vantage\n' });
  expect(() => statSync(join(folder, 'x'))).toThrow('ENOENT');
});

test('JSON: the token with its facts, or the file where it went', async () => {
  const { call, tokens } = await serveForCli();
  const printed = JSON.parse((await call('token', 'create', '--role', 'viewer', '--json')).out);
  expect(tokens.find(tokenAnswer.parse(printed).token)?.id).toBe(printed.id);
  const file = join(directory(), 'token');
  const kept = await call('token', 'create', '--role', 'viewer', '--json', '--out', file);
  expect(JSON.parse(kept.out)).toMatchObject({ ...tokenView.parse(JSON.parse(kept.out)), file });
  expect(kept.out).not.toContain(readFileSync(file, 'utf8').trim());
  expect(kept.err).toBe('');
});

test('the vantage of the environment is taken where one is needed, and no more', async () => {
  const { env, tokens } = await serveForCli();
  for (const role of ['viewer', 'probe'])
    expect((await meridian(['token', 'create', '--role', role], { ...env, MERIDIAN_VANTAGE: 'beijing' })).code).toBe(0);
  expect(tokens.list().map(({ role, vantage }) => [role, vantage])).toEqual(
    expect.arrayContaining([
      ['viewer', undefined],
      ['probe', 'beijing'],
    ]),
  );
});

test('tokens are listed and revoked', async () => {
  const { call, tokens } = await serveForCli();
  expect((await call('token', 'list')).out).toBe('no tokens but that of the data directory, which is not listed\n');
  const { token, secret } = tokens.create({ role: 'probe', vantage: 'beijing', name: 'x\u001b', author: 'admin', expiresAtMs: undefined });
  const { id } = token;
  expect((await call('token', 'list')).out).toBe(
    [
      'ID            ROLE   VANTAGE  ZONES  NAME  MADE BY  CREATED            EXPIRES  LAST USED  STATE',
      `${id}  probe  beijing  all    x?    admin    2026-01-01T00:00Z  -        -          active`,
      '',
    ].join('\n'),
  );
  expect(await call('token', 'revoke', id)).toEqual({ code: 0, out: `token ${id} is revoked\n`, err: '' });
  expect(tokens.find(secret)?.revokedAtMs).toBeDefined();
  expect(tokenView.parse(JSON.parse((await call('token', 'revoke', id, '--json')).out)).state).toBe('revoked');
  expect(tokenList.parse(JSON.parse((await call('token', 'list', '--json')).out)).tokens).toMatchObject([{ id, state: 'revoked' }]);
  expect(await call('token', 'revoke', 'tok_nothere')).toMatchObject({
    code: 1,
    err: 'error: there is no token tok_nothere; GET /v1/tokens lists all\n',
  });
});

test('a revoked token is told of as such', async () => {
  const { env, tokens, url } = await serveForCli();
  const { token, secret } = tokens.create({ role: 'viewer', vantage: undefined, name: undefined, author: 'admin', expiresAtMs: undefined });
  tokens.revoke(token.id);
  const file = join(directory({ token: secret }), 'token');
  expect(await meridian(['status'], { ...env, MERIDIAN_TOKEN_FILE: file })).toEqual({
    code: 1,
    out: '',
    err: `error: Meridian at ${url} refuses the token of ${file}: this token was revoked at 2026-01-01T00:00:00.000Z; see --data and --token-file\n`,
  });
});

test.each([
  [['token', 'create'], "error: required option '--role <role>' not specified\nsee ./meridian help token create\n"],
  [
    ['token', 'create', '--role', 'root'],
    "error: option '--role <role>' argument 'root' is invalid. Allowed choices are viewer, operator, admin, probe.\nsee ./meridian help token create\n",
  ],
  [['token', 'revoke'], "error: missing required argument 'id'\nsee ./meridian help token revoke\n"],
])('%j is an error of usage', async (args, err) => {
  expect(await meridian(args)).toEqual({ code: 2, out: '', err });
});
