import { expect, test } from 'vitest';
import { meridian } from './running.ts';

const COMMANDS = ['serve', 'check', 'status', 'explain', 'weight', 'force', 'drain', 'release', 'reload', 'schema'];

test('the help names every command', async () => {
  const { code, out, err } = await meridian(['--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const command of [...COMMANDS, 'stand-in']) expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
});

test('nothing at all prints the help, as an error', async () => {
  const { code, out, err } = await meridian([]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^Usage: meridian /);
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
  [['weight', 'example.com/web', '1'], 'error: a weight is that of one endpoint: expected ZONE/POOL/ENDPOINT, found "example.com/web"\n'],
  [['drain', 'example.com'], 'error: expected ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE, found "example.com"\n'],
  [['force', 'example.com/web', 'sideways'], 'error: expected up or down, found "sideways"\n'],
  [['force', 'up', 'down'], 'error: expected ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE, found "down"\n'],
  [
    ['release', 'example.com/web/a', '--only', 'all'],
    "error: option '--only <what>' argument 'all' is invalid. Allowed choices are weight, override.\n",
  ],
  [['status', '--api', 'nowhere'], 'error: --api: expected ADDR:PORT or an http or https URL, found "nowhere"\n'],
  [
    ['stand-in', 'break', 'x', '--how', 'nicely'],
    "error: option '--how <way>' argument 'nicely' is invalid. Allowed choices are 503, reset, hang.\n",
  ],
])('%j is an error of usage', async (args, err) => {
  expect(await meridian(args)).toEqual({ code: 2, out: '', err });
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
      'error: --vantage: expected up to 63 letters, digits, dots, hyphens and underscores, found "a b"',
      'error: --geodb: expected a path, found ""',
      'error: --log-level: expected one of trace, debug, info, warn, error, fatal, silent, found "loud"',
      'error: --dns: 127.0.0.1:1 is given twice',
      '',
    ].join('\n'),
  });
});
