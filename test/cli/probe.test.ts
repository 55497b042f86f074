import { expect, test } from 'vitest';
import { meridian } from './running.ts';

test('the help of probe shows how an agent is run', async () => {
  const { code, out } = await meridian(['probe', '--help']);
  expect(code).toBe(0);
  for (const flag of ['--controller <url>', '--vantage <name>', '--token-file <file>', '--spool <dir>', '--control <url>'])
    expect(out).toContain(flag);
  expect(out).toMatch(/\$ \.\/meridian probe --controller https:/);
});

test('every bad flag of probe is told at once', async () => {
  const args = ['--vantage', 'a b', '--max-probes', '0', '--control', 'nowhere', '--key', 'gone.pem'];
  const { code, out, err } = await meridian(['probe', ...args, '--controller', 'https://127.0.0.1'], { HTTPS_PROXY: 'here' });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  const flags = err.split('\n').flatMap(line => /^error: (\S+):/.exec(line)?.[1] ?? []);
  expect(flags).toEqual(['--vantage', '--token-file', '--max-probes', '--control', '--key', '--key', 'HTTPS_PROXY']);
  expect(err).toMatch(/see \.\/meridian help probe\n$/);
});

test('flags may come from the environment', async () => {
  const { err } = await meridian(['probe'], {
    MERIDIAN_CONTROLLER: 'http://127.0.0.1:1',
    MERIDIAN_VANTAGE: 'x y',
    MERIDIAN_TOKEN_FILE: 't',
  });
  expect(err).toMatch(/^error: --vantage: expected .*, found "x y"\nsee/);
});
