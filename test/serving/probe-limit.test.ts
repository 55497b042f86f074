import { expect, test } from 'vitest';
import { affordableProbes, readProcessLimits } from '../../src/serving/probe-limit.ts';

const limits = (files: string) =>
  [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max processes             96000                96000                processes ',
    `Max open files            ${files.padEnd(20)} 1048576              files     `,
    '',
  ].join('\n');

function afford(wanted: number, text: string) {
  const warnings: string[] = [];
  return { probes: affordableProbes(wanted, text, line => warnings.push(line)), warnings };
}

test.each([
  ['there are enough files', limits('20000')],
  ['there is no limit', limits('unlimited')],
  ['the system does not say', ''],
])('as many probes as are wanted where %s', (_when, text) => {
  expect(afford(4096, text)).toEqual({ probes: 4096, warnings: [] });
});

test('half of the files are left for clients, and a warning says so', () => {
  expect(afford(4096, limits('1024'))).toEqual({
    probes: 512,
    warnings: ['--max-probes 4096: only 512 probes run at once, half of the 1024 files that may be open (ulimit -n)'],
  });
});

test('there is always one', () => {
  expect(afford(1, limits('1')).probes).toBe(1);
});

test('the limits of this process can be read, or are not there', () => {
  expect(readProcessLimits()).toMatch(/^Max open files +\w+ +\w+ +files|^$/m);
});
