import { expect, test } from 'vitest';
import { serveForCli } from './running.ts';

const WARNING = { severity: 'warning', file: 'example.com.yaml', line: 3, column: 5, message: 'no record uses pool spare' } as const;
const ERROR = { severity: 'error', file: 'example.com.zone', line: 9, column: 1, message: 'expected a type' } as const;

test('a reload prints its generation, behind the warnings', async () => {
  const { call, operations } = await serveForCli();
  expect(await call('reload')).toEqual({ code: 0, out: 'reloaded; generation 2\n', err: '' });
  operations.findings = [WARNING];
  expect((await call('reload')).out).toBe('example.com.yaml:3:5: warning: no record uses pool spare\nreloaded; generation 3\n');
  expect(JSON.parse((await call('reload', '--json')).out)).toEqual({ generation: 4, findings: [WARNING] });
});

test('a reload that is not taken prints every finding, and fails', async () => {
  const { call, operations } = await serveForCli();
  operations.findings = [WARNING, ERROR];
  expect(await call('reload')).toEqual({
    code: 1,
    out: 'example.com.yaml:3:5: warning: no record uses pool spare\nexample.com.zone:9:1: expected a type\n',
    err: 'error: the zones have 1 error; the old ones are served on\n',
  });
  const { code, out } = await call('reload', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ status: 422, findings: [WARNING, ERROR] });
});
