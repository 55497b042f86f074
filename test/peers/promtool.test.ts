import { execFile, spawn } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { dashboardQueries, MONITORING } from '../support/metric-texts.ts';
import { startSiteServer } from '../support/site-server.ts';

const RECORDS = '  api: { ttl: 5s, steer: { weighted: { hangzhou: 40, beijing: 60 } } }';

/** Runs promtool over an input; gives its exit code and all that it says. */
async function promtool(args: readonly string[], input: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn('promtool', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  child.stdin.on('error', () => {}).end(input);
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, said: out + err };
}

test('promtool finds nothing to mend in the metrics of a running server', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  await server.meridian.query('api.example.com');
  const metrics = await (await fetch(`${server.meridian.apiUrl}/metrics`)).text();
  expect(await promtool(['check', 'metrics'], metrics)).toEqual({ code: 0, said: '' });
});

test('the alerts come when they are to come, and only then', async () => {
  const run = promisify(execFile);
  const { stdout } = await run('promtool', ['test', 'rules', 'alerts.test.yml'], { cwd: MONITORING });
  expect(stdout).toContain('SUCCESS');
});

test('every panel of the dashboard asks something that Prometheus understands', async () => {
  const rules = dashboardQueries().map((expr, i) => ({ record: `panel:${i}`, expr: expr.replaceAll('$__rate_interval', '5m') }));
  await using folder = await mkdtempDisposable(join(tmpdir(), 'meridian-promtool-'));
  const file = join(folder.path, 'panels.yml');
  await writeFile(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  const { code, said } = await promtool(['check', 'rules', file], '');
  expect([code, said]).toEqual([0, expect.stringContaining(`${rules.length} rules found`)]);
});
