import { expect, test } from 'vitest';
import { meridian } from './running.ts';

const COMMANDS = ['serve', 'check', 'status', 'explain', 'fleet', 'weight', 'force', 'drain', 'release', 'reload', 'schema'];

test('the help names every command', async () => {
  const { code, out, err } = await meridian(['--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const command of [...COMMANDS, 'stand-in']) expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
});

test('nothing at all prints the help, as an error', async () => {
  const { code, out, err } = await meridian([]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^Usage: meridian /);
  expect(err).not.toContain('see ./meridian');
});

test('the version is that of package.json', async () => {
  expect(await meridian(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

test.each<[args: string[], err: string]>([
  [['stauts'], "error: unknown command 'stauts'\n(Did you mean status?)\n"],
  [['status', '--jsno'], "error: unknown option '--jsno'\n(Did you mean --json?)\n"],
  [['explain'], "error: missing required argument 'name'\n"],
  [['weight', 'example.com/web/a'], "error: missing required argument 'weight'\n"],
  [['weight', 'example.com/web/a', '70000'], 'error: weight: expected an integer from 0 to 65535, found "70000"\n'],
  [['weight', 'example.com/web/a', '1.5'], 'error: weight: expected an integer from 0 to 65535, found "1.5"\n'],
  [
    ['weight', 'example.com/web', '1'],
    'error: target: a weight is that of one endpoint, expected ZONE/POOL/ENDPOINT, found "example.com/web"\n',
  ],
  [['drain', 'example.com'], 'error: target: expected ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE, found "example.com"\n'],
  [['force', 'example.com/web', 'sideways'], 'error: expected up or down, found "sideways"\n'],
  [['force', 'up', 'down'], 'error: target: expected ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE, found "down"\n'],
  [
    ['release', 'example.com/web/a', '--only', 'all'],
    "error: option '--only <what>' argument 'all' is invalid. Allowed choices are weight, override, maintenance.\n",
  ],
  [['status', '--api', 'nowhere'], 'error: --api: expected ADDR:PORT or an http or https URL, found "nowhere"\n'],
  [
    ['stand-in', 'break', 'x', '--how', 'nicely'],
    "error: option '--how <way>' argument 'nicely' is invalid. Allowed choices are 503, reset, hang.\n",
  ],
  [['force', 'example.com/web', 'drain'], 'error: expected up or down, found "drain": that is ./meridian drain\n'],
])('%j is an error of usage, and where to read on is told', async (args, err) => {
  const command = args.slice(0, args[0] === 'stand-in' ? 2 : 1).join(' ');
  const hint = command === 'stauts' ? 'see ./meridian help\n' : `see ./meridian help ${command}\n`;
  expect(await meridian(args)).toEqual({ code: 2, out: '', err: err + hint });
});

test.each([
  [[], /^Usage: meridian \[options\] \[command\]\n/],
  [['status'], /^Usage: meridian status \[options\] \[target\]\n/],
  [['stand-in'], /^Usage: meridian stand-in /],
  [['stand-in', 'break'], /^Usage: meridian stand-in break .*\n {2}hang +accepts and never answers\n/s],
])('help %j is how that is used', async (names, usage) => {
  expect(await meridian(['help', ...names])).toEqual({ code: 0, out: expect.stringMatching(usage), err: '' });
});

test.each([
  [['stauts'], "error: unknown command 'stauts'; did you mean status?\nsee ./meridian help\n"],
  [['stand-in', 'smash'], "error: unknown command 'smash'\nsee ./meridian help stand-in\n"],
])('help %j is an error of usage', async (names, err) => {
  expect(await meridian(['help', ...names])).toEqual({ code: 2, out: '', err });
});

test('every bad flag of serve is told at once', async () => {
  const args = [
    '--dns',
    'localhost:53',
    '--dns',
    '127.0.0.1:1',
    '--dns',
    '127.0.0.1:1',
    '--api',
    '8053',
    '--workers',
    'many',
    '--log-level',
    'loud',
  ];
  expect(await meridian(['serve', ...args, '--vantage', 'a b', '--zones', ''], { MERIDIAN_GEODB: '' })).toEqual({
    code: 2,
    out: '',
    err: [
      'error: --zones: expected a path, found ""',
      'error: --dns: expected ADDR:PORT, such as 127.0.0.1:5300 or [::1]:5300, found "localhost:53"',
      'error: --api: expected ADDR:PORT, such as 127.0.0.1:5300 or [::1]:5300, found "8053"',
      'error: --workers: expected an integer from 1 to 256, found "many"',
      'error: --vantage: expected 1 to 63 of A-Z, a-z, 0-9, "_", "." and "-", the first a letter or a digit, found "a b"',
      'error: --geodb: expected a path, found ""',
      'error: --log-level: expected one of trace, debug, info, warn, error, fatal, silent, found "loud"',
      'error: --dns: 127.0.0.1:1 is given twice',
      'see ./meridian help serve',
      '',
    ].join('\n'),
  });
});
