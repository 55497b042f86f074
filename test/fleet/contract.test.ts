import { expect, test } from 'vitest';
import { decodeProbe, encodeProbe, type WireProbe } from '../../src/fleet/contract.ts';
import type { Probe } from '../../src/model/health.ts';
import { probeTarget } from '../support/probe-target.ts';

function asJson(probe: Probe): WireProbe {
  return JSON.parse(JSON.stringify(encodeProbe(probe))) as WireProbe;
}

test.each(['192.0.2.1', '2001:db8::1', 'www.example.com'])('a probe of %s is the same after its way as JSON', address => {
  const { endpoint: _, monitor, ...probe } = probeTarget('a', { address, check: { type: 'tcp', port: 25, send: 'EHLO\r\n\xff' } });
  const { intervalMs, timeoutMs, fall, confirmMs, check } = monitor;
  expect(decodeProbe(asJson({ ...probe, monitor }))).toEqual({ ...probe, monitor: { intervalMs, timeoutMs, fall, confirmMs, check } });
});

test('a probe without confirmation has none after its way as JSON', () => {
  const probe = probeTarget('a');
  const wire = asJson({ ...probe, monitor: { ...probe.monitor, confirmMs: undefined } });
  expect(wire.monitor).not.toHaveProperty('confirmMs');
  expect(decodeProbe(wire)?.monitor.confirmMs).toBeUndefined();
});

test.each<WireProbe['address']>([
  { family: 'ipv4', text: '2001:db8::1' },
  { family: 'ipv6', text: '192.0.2.1' },
  { family: 'ipv6', text: 'fe80::1%eth0' },
  { family: 'ipv4', text: '192.0.2' },
  { family: 'host', text: 'www..example.com' },
  { family: 'host', text: 'bücher.example' },
])('$text is no address of family $family', address => {
  expect(decodeProbe({ ...encodeProbe(probeTarget('a')), address })).toBeUndefined();
});
