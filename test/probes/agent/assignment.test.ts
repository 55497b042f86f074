import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAssignment } from '../../../probes/agent/assignment.ts';
import { readEvent } from '../../../probes/agent/stream-event.ts';
import type { CheckSettings } from '../../../src/model/monitor.ts';
import { probeTarget } from '../../support/probe-target.ts';
import { assignmentOf } from './agent-scene.ts';

const EXCHANGE = { port: 80, path: '/', method: 'GET', headers: { 'x-test': '1' }, expectStatus: [[200, 399]], redirects: 0 } as const;

const CHECKS: readonly CheckSettings[] = [
  { type: 'http', ...EXCHANGE },
  { type: 'http', ...EXCHANGE, host: 'www.example.com', expectBody: { kind: 'text', text: 'ok' } },
  { type: 'https', ...EXCHANGE, expectBody: { kind: 'regex', pattern: '^ok' }, sni: 'www.example.com', verify: true, minDaysLeft: 14 },
  { type: 'tls', port: 636, verify: false, alpn: ['h2'] },
  { type: 'tcp', port: 25 },
  { type: 'tcp', port: 25, send: 'QUIT\r\n\xff', expect: '220' },
  { type: 'dns', port: 53, name: 'example.com.', queryType: 28, transport: 'tcp', recursion: true, expectRcodes: [0, 3] },
  {
    type: 'dns',
    port: 53,
    name: 'example.com.',
    queryType: 1,
    transport: 'udp',
    recursion: false,
    expectRcodes: [0],
    expectRdata: { values: ['192.0.2.1'], every: true },
  },
  { type: 'grpc', port: 50_051, service: '', tls: false, verify: true, authority: 'shop.example.com' },
  { type: 'icmp', size: 56 },
  { type: 'exec', command: ['/usr/bin/check', '{address}'], port: 22, warning: 'fail' },
];

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test.each(CHECKS.map(check => [check.type, check] as const))('a %s check comes as it was sent', (_type, check) => {
  const { key, site, address, monitor } = probeTarget('a', { check });
  const { intervalMs, timeoutMs, fall, confirmMs } = monitor;
  const probe = { key, site, address, monitor: { intervalMs, timeoutMs, fall, confirmMs, check } };
  expect(readAssignment(asJson(assignmentOf(probe)), true)).toEqual({ slot: { index: 0, of: 1 }, probes: [probe], refused: [] });
});

test.each(CHECKS.map(check => [check.type, check] as const))(
  'a %s check that says more than this agent knows is refused',
  (type, check) => {
    const probe = probeTarget('a', { check: Object.assign({ expectMore: 1 }, check) });
    const reason = `${type} has settings that this agent does not understand: Unrecognized key: "expectMore"`;
    expect(readAssignment(asJson(assignmentOf(probe)), true)).toMatchObject({ probes: [], refused: [{ probe: probe.key, reason }] });
  },
);

test('a probe with an interval of no time is refused: it would never stop', () => {
  const probe = probeTarget('a', { intervalMs: 0 });
  expect(readAssignment(asJson(assignmentOf(probe)), true)).toMatchObject({ probes: [], refused: [{ probe: probe.key }] });
});

test('an address that is not of its family is refused', () => {
  const json = JSON.stringify(assignmentOf(probeTarget('a'))).replace('"ipv4"', '"ipv6"');
  expect(readAssignment(JSON.parse(json), true)).toMatchObject({
    refused: [{ reason: 'the address 127.0.0.1 is not of the family ipv6' }],
  });
});

test('whatever comes as an assignment is read, refused or told of', () => {
  fc.assert(fc.property(fc.jsonValue(), json => void readAssignment(json, false)));
  const keyed = fc.record({ key: fc.string({ minLength: 1 }), site: fc.jsonValue(), address: fc.jsonValue(), monitor: fc.jsonValue() });
  fc.assert(
    fc.property(fc.array(keyed), probes => {
      const read = readAssignment(asJson({ slot: { index: 0, of: 1 }, probes }), false);
      expect(read).toMatchObject({ probes: [], refused: probes.map(({ key }) => ({ probe: key })) });
    }),
  );
});

test('whatever comes as an event is read or told of', () => {
  const name = fc.oneof(fc.constantFrom('hello', 'assign', 'slot', 'check', 'time', 'end', 'toString', '__proto__'), fc.string());
  const data = fc.oneof(fc.string(), fc.json());
  fc.assert(fc.property(name, data, (event, text) => void expect(readEvent(event, text).kind).toBeTypeOf('string')));
});
