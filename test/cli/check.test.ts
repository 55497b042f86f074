import { expect, test } from 'vitest';
import { directory, meridian } from './running.ts';

const MASTER = '$TTL 300\n@ SOA ns hostmaster 7 3600 600 86400 60\n@ NS ns\nns A 192.0.2.53\n';
const STEERED = `sites:
  hangzhou: {}
monitors:
  web: { type: http, port: 8080 }
pools:
  web: { site: hangzhou, monitor: web, endpoints: { a: 192.0.2.10 } }
records:
  www: { steer: web }
`;

test('zones without a mistake are counted', async () => {
  const zones = directory({ 'example.com.zone': MASTER, 'example.com.yaml': STEERED, 'example.org.zone': MASTER });
  expect(await meridian(['check', zones])).toEqual({ code: 0, out: 'ok: 2 zones, 1 steered record\n', err: '' });
  expect(await meridian(['check'], { MERIDIAN_ZONES: zones })).toMatchObject({ code: 0 });
});

test('every mistake is one line that an editor can jump to', async () => {
  const zones = directory({
    'example.com.zone': `${MASTER}bad A 192.0.2.999\n`,
    'example.com.yaml': STEERED.replace('monitor: web', 'monitor: wbe'),
  });
  const { code, out, err } = await meridian(['check', zones]);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^example\.com\.yaml:6:\d+: .*wbe/);
  expect(lines[1]).toMatch(/^example\.com\.zone:5:\d+: .*192\.0\.2\.999/);
  expect(lines[2]).toBe('2 errors');
});

test('a directory that is not there is an error', async () => {
  const { code, out } = await meridian(['check', `${directory()}/nowhere`]);
  expect(code).toBe(1);
  expect(out).toMatch(/1 error\n$/);
});

test('--json has the findings whole', async () => {
  const good = await meridian(['check', '--json', directory({ 'example.com.zone': MASTER })]);
  expect(good.code).toBe(0);
  expect(JSON.parse(good.out)).toEqual({ ok: true, zones: ['example.com.'], findings: [] });
  const bad = await meridian(['check', directory({ 'example.com.zone': `${MASTER}bad A 1\n` })], { MERIDIAN_JSON: '1' });
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.out)).toMatchObject({ ok: false, zones: [], findings: [{ severity: 'error', file: 'example.com.zone', line: 5 }] });
});

test('schema prints a JSON Schema that knows the sections, and what holds for all records', async () => {
  const { code, out } = await meridian(['schema']);
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(out).properties)).toEqual(['sites', 'monitors', 'pools', 'records', 'drills', 'ecs', 'safety']);
});
