import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import config from '../../vitest.config.ts';

test('the tests run with the flags of Node that the launcher gives it', () => {
  const launcher = readFileSync(join(import.meta.dirname, '../../meridian'), 'utf8');
  const flags = /exec "\$node" (--\S+) "\$home\/src\/main.ts"/.exec(launcher)?.slice(1);
  const projects = (config.test?.projects ?? []) as { test: { name: string; execArgv?: string[] } }[];
  expect(projects.length).toBeGreaterThan(3);
  expect(projects.map(({ test }) => [test.name, test.execArgv])).toEqual(projects.map(({ test }) => [test.name, flags]));
});
