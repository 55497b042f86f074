import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { directory, meridian } from './running.ts';

async function zonesOnFreePort() {
  const port = await freePort();
  const zones = directory({
    'example.com.zone': '$TTL 300\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 192.0.2.53\n',
    'example.com.yaml': `sites: { hangzhou: {}, beijing: {}, remote: {} }
monitors: { web: { type: http, port: ${port}, path: /healthz } }
pools:
  web-hangzhou: { site: hangzhou, monitor: web, endpoints: { a: 127.0.0.10, b: 127.0.0.11 } }
  web-beijing: { site: beijing, monitor: web, endpoints: { a: 127.0.0.20 } }
  web-remote: { site: remote, monitor: web, endpoints: { a: 192.0.2.1 } }
records:
  www: { steer: { failover: [web-hangzhou, web-beijing, web-remote] } }
`,
  });
  return { port, env: { MERIDIAN_ZONES: zones } };
}

/** Runs `meridian stand-in run` until the test ends, once it has told of as many sites as are expected. */
async function runSites(sites: readonly string[], expected: number, env: Record<string, string>) {
  const home = new URL('../../', import.meta.url);
  const child = spawn(new URL('meridian', home).pathname, ['stand-in', 'run', ...sites], { cwd: home, env: { ...process.env, ...env } });
  const closed = once(child, 'close');
  const stop = async () => {
    child.kill('SIGTERM');
    return (await closed)[0] as number | null;
  };
  onTestFinished(async () => void (await stop()));
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) if (lines.push(line) === expected) break;
  return { lines, stop };
}

test('sites run, are broken and mended, and end when told to', async () => {
  const { port, env } = await zonesOnFreePort();
  const { lines, stop } = await runSites([], 2, env);
  expect(lines).toEqual([`site hangzhou at 127.0.0.10:${port}, 127.0.0.11:${port}`, `site beijing at 127.0.0.20:${port}`]);
  const statuses = () =>
    Promise.all(['127.0.0.10', '127.0.0.11', '127.0.0.20'].map(async ip => (await fetch(`http://${ip}:${port}/healthz`)).status));
  expect(await statuses()).toEqual([200, 200, 200]);
  expect(await meridian(['stand-in', 'break', 'hangzhou'], env)).toEqual({
    code: 0,
    out: `127.0.0.10:${port} answers with status 503\n127.0.0.11:${port} answers with status 503\n`,
    err: '',
  });
  expect(await statuses()).toEqual([503, 503, 200]);
  expect((await meridian(['stand-in', 'break', 'beijing', '--how', 'reset'], env)).out).toBe(
    `127.0.0.20:${port} resets every connection\n`,
  );
  expect((await meridian(['stand-in', 'mend', 'hangzhou'], env)).out).toMatch(/^127\.0\.0\.10:\d+ serves\n/);
  expect((await meridian(['stand-in', 'mend', 'beijing'], env)).code).toBe(0);
  expect(await statuses()).toEqual([200, 200, 200]);
  expect(await stop()).toBe(0);
});

test('a site that does not run, or is not there, is told of', async () => {
  const { port, env } = await zonesOnFreePort();
  const { lines } = await runSites(['hangzhou', 'hangzhou'], 1, env);
  expect(lines).toHaveLength(1);
  expect(await meridian(['stand-in', 'break', 'beijing'], env)).toEqual({
    code: 1,
    out: '',
    err: `error: 127.0.0.20:${port} is not running: nothing listens there\n`,
  });
  expect((await meridian(['stand-in', 'run', 'hangzou', 'remote'], env)).err).toBe(
    'error: no site "hangzou" with an endpoint on a loopback address; did you mean hangzhou?\n' +
      'no site "remote" with an endpoint on a loopback address; there is hangzhou, beijing\n',
  );
  expect((await meridian(['stand-in', 'run', 'hangzhou'], env)).err).toMatch(/another program listens there/);
});

test('zones with a mistake are not run from', async () => {
  const zones = directory({ 'example.com.zone': 'nonsense\n' });
  const { code, err } = await meridian(['stand-in', 'run', '--zones', zones]);
  expect(code).toBe(1);
  expect(err).toMatch(/^error: .* has \d+ errors?: \.\/meridian check .* prints them\n$/);
});
