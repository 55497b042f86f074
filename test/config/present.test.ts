import { expect, test } from 'vitest';
import { presentFinding } from '../../src/config/present.ts';

const finding = { file: 'example.com.yaml', line: 3, column: 7, message: 'sites.a: unknown key' };

test('an error is FILE:LINE:COL: message', () => {
  expect(presentFinding({ ...finding, severity: 'error' })).toBe('example.com.yaml:3:7: sites.a: unknown key');
});

test('a warning says so', () => {
  expect(presentFinding({ ...finding, severity: 'warning' })).toBe('example.com.yaml:3:7: warning: sites.a: unknown key');
});

test('a message stays on its line and leaves the terminal alone', () => {
  expect(presentFinding({ ...finding, severity: 'error', message: 'found `a\nb\u001b[31m`' })).toBe(
    'example.com.yaml:3:7: found `a\\nb\\u001b[31m`',
  );
});
