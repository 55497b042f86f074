import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkIcmp } from '../../../probes/checks/icmp.ts';
import { echoRequest, isReplyTo } from '../../../probes/checks/icmp-echo.ts';
import { address } from '../../support/addresses.ts';
import { checkContext } from '../../support/check-context.ts';

const SETTINGS = { type: 'icmp', size: 56 } as const;
const FORBIDDEN = 'ping sockets are forbidden here: net.ipv4.ping_group_range';

/** What a check gives, or the message with which it says that it cannot check. */
async function ping(host: string, deadline?: AbortSignal) {
  return checkIcmp(SETTINGS, address(host), checkContext(deadline && { deadline })).catch((error: Error) => error.message);
}

test.each(['127.0.0.1', 'localhost'])('%s answers, or this system forbids to ask, which says nothing of the endpoint', async host => {
  expect([{ ok: true, reason: 'echo reply' }, FORBIDDEN]).toContainEqual(await ping(host));
});

test('in a network of its own, where it may: both families, and a network without a way', () => {
  const program = join(import.meta.dirname, '../../support/ping-result.ts');
  const hosts = ['127.0.0.1', '127.9.9.9', '::1', '192.0.2.1', '2001:db8::1'];
  const unshared = spawnSync('unshare', ['--net', '--map-root-user', process.execPath, program, ...hosts], { encoding: 'utf8' });
  if (unshared.error || /unshare|ip_group|ENOENT|EACCES|EPERM|EROFS/.test(unshared.stderr)) return expect(unshared.stdout).toBe('');
  const results = unshared.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as unknown);
  const answered = { result: { ok: true, reason: 'echo reply' }, phases: ['firstByteMs'], sockets: 0 };
  const noWay = { result: { ok: false, reason: 'network unreachable' }, phases: [], sockets: 0 };
  expect(results).toEqual([
    { host: '127.0.0.1', ...answered },
    { host: '127.9.9.9', ...answered },
    { host: '::1', ...answered },
    { host: '192.0.2.1', ...noWay },
    { host: '2001:db8::1', ...noWay },
  ]);
});

test('a name that does not exist fails; after the deadline nothing is asked', async () => {
  const host = { family: 'host', text: 'x', name: `${'x'.repeat(64)}.invalid.` } as const;
  expect(await checkIcmp(SETTINGS, host, checkContext())).toEqual({ ok: false, reason: 'name not found' });
  expect(await ping('127.0.0.1', AbortSignal.abort(new Error('too late')))).toEqual({ ok: false, reason: 'too late' });
});

test('a reply is of the same type, sequence number and data', () => {
  const data = Uint8Array.from({ length: 16 }, (_, i) => i);
  const request = echoRequest(4, data);
  const reply = (change: (octets: Buffer) => void = () => {}) => {
    const octets = Buffer.from(request);
    octets[0] = 0;
    octets.writeUInt32BE(0x12345678, 2);
    octets.writeUInt16BE(1, 6);
    change(octets);
    return octets;
  };
  expect(request.toString('hex')).toBe(`0800000000000001${Buffer.from(data).toString('hex')}`);
  expect(echoRequest(6, data)[0]).toBe(128);
  expect(isReplyTo(reply(), request)).toBe(true);
  expect(isReplyTo(request, request)).toBe(false);
  expect(
    isReplyTo(
      reply(octets => octets.writeUInt16BE(2, 6)),
      request,
    ),
  ).toBe(false);
  expect(
    isReplyTo(
      reply(octets => octets.writeUInt8(1, 1)),
      request,
    ),
  ).toBe(false);
  expect(
    isReplyTo(
      reply(octets => octets.writeUInt8(9, 20)),
      request,
    ),
  ).toBe(false);
  expect(isReplyTo(reply().subarray(0, 20), request)).toBe(false);
  expect(
    isReplyTo(
      reply(octets => octets.writeUInt8(129, 0)),
      echoRequest(6, data),
    ),
  ).toBe(true);
});
