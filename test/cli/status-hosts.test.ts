import { expect, test } from 'vitest';
import { poolsOfHosts } from '../resolve/pools-of-hosts.ts';
import { address } from '../support/addresses.ts';
import { serveForCli } from './running.ts';

test('status shows what hosts are answered with, and those that cannot be looked up', async () => {
  const { call, clock, operations } = await serveForCli(poolsOfHosts(['cdn.example.net', 'many.example.net', 'new.example.net']));
  const foundAtMs = clock.now();
  operations.resolutions.set('cdn.example.net.', {
    addresses: [address('192.0.2.1')],
    foundAtMs,
    failing: { sinceMs: foundAtMs + 5000, reason: 'timeout' },
  });
  const many = [1, 2, 3, 4, 5].map(last => address(`192.0.2.${last}`));
  operations.resolutions.set('many.example.net.', { addresses: many, foundAtMs, failing: undefined });
  clock.advance(65_000);
  const { out } = await call('status', 'example.com');
  expect(out).toContain(' cdn.example.net → 192.0.2.1 (not found for 1m: timeout) ');
  expect(out).toContain(' many.example.net → 192.0.2.1, 192.0.2.2, 192.0.2.3 and 2 more ');
  expect(out).toContain(' new.example.net → nothing found yet ');
});
