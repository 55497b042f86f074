import { expect, test } from 'vitest';
import { describeHost } from '../../src/serving/host-words.ts';
import { address } from '../support/addresses.ts';

const host = 'cdn.example.net.';
const addresses = [address('192.0.2.1'), address('2001:db8::1')];
const said = (...args: Parameters<typeof describeHost>) => {
  const line = describeHost(...args);
  return line && `${line.level}: ${line.message}`;
};

test.each([
  ['failed', 'timeout', 'warn: cdn.example.net cannot be looked up (timeout); answers keep what was found last: 192.0.2.1, 2001:db8::1'],
  [
    'gone',
    'no such name',
    'error: cdn.example.net has no addresses (no such name); answers keep what was found last: 192.0.2.1, 2001:db8::1',
  ],
  [
    'refused',
    'only 0.0.0.0 (unspecified)',
    'error: cdn.example.net has addresses that are never answered (only 0.0.0.0 (unspecified)); answers keep what was found last: 192.0.2.1, 2001:db8::1',
  ],
] as const)('a host that is failing (%s) is told of with why and what is kept', (kind, reason, line) => {
  expect(said({ kind: 'failing', host, trouble: { kind, reason }, addresses })).toBe(line);
});

test('a host of which nothing was ever found has nothing to keep', () => {
  const trouble = { kind: 'failed', reason: 'timeout' } as const;
  expect(said({ kind: 'failing', host, trouble, addresses: [] })).toBe(
    'warn: cdn.example.net cannot be looked up (timeout); nothing is known of it yet',
  );
});

test('the end of a failure tells how long it was', () => {
  expect(describeHost({ kind: 'recovered', host, failedMs: 65_400 })).toEqual({
    level: 'info',
    message: 'cdn.example.net is looked up again, after 65 s',
    fields: { host: 'cdn.example.net', seconds: 65 },
  });
});

test('addresses that are left out are named', () => {
  expect(said({ kind: 'refused', host, refused: ['127.0.0.1 (loopback)'] })).toBe(
    'warn: cdn.example.net has addresses that are never answered: 127.0.0.1 (loopback)',
  );
});

test('a change of addresses is told by the endpoints', () => {
  const resolution = { addresses, foundAtMs: 1, failing: undefined };
  expect(describeHost({ kind: 'changed', host, endpoints: [], resolution })).toBeUndefined();
});
