import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { dnsFlag, jsonFlag, standInsFlag, wantsStack, zonesFlag } from '../../src/config/options.ts';

afterEach(() => vi.unstubAllEnvs());

function parse(...args: string[]) {
  const command = new Command();
  for (const flag of [zonesFlag(), dnsFlag(), jsonFlag(), standInsFlag()]) command.addOption(flag);
  return command.parse(args, { from: 'user' }).opts();
}

test('a flag beats its variable, and that the default', () => {
  expect(parse().zones).toBe('zones');
  vi.stubEnv('MERIDIAN_ZONES', 'from-variable');
  expect(parse().zones).toBe('from-variable');
  expect(parse('--zones', 'from-flag').zones).toBe('from-flag');
});

test('several addresses come from several flags, or from one variable', () => {
  expect(parse('--dns', '127.0.0.1:1', '--dns', '[::1]:2').dns).toEqual(['127.0.0.1:1', '[::1]:2']);
  vi.stubEnv('MERIDIAN_DNS', '127.0.0.1:1, [::1]:2');
  expect(parse().dns).toEqual(['127.0.0.1:1', '[::1]:2']);
  expect(parse('--dns', '127.0.0.1:3').dns).toEqual(['127.0.0.1:3']);
});

test.each([
  ['1', true],
  ['true', true],
  ['0', undefined],
  ['false', undefined],
  ['No', undefined],
  ['off', undefined],
  ['', undefined],
])('a switch whose variable is "%s" is %s', (value, on) => {
  vi.stubEnv('MERIDIAN_JSON', value);
  vi.stubEnv('MERIDIAN_STAND_INS', value);
  expect(parse()).toMatchObject(on === undefined ? {} : { json: true, standIns: true });
  expect(parse().json).toBe(on);
  expect(parse('--json').json).toBe(true);
});

test('stacks are for debugging', () => {
  vi.stubEnv('MERIDIAN_LOG_LEVEL', 'info');
  expect(wantsStack()).toBe(false);
  vi.stubEnv('MERIDIAN_LOG_LEVEL', 'debug');
  expect(wantsStack()).toBe(true);
});
