import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { problem } from '../../src/api/contract.ts';
import { encodeProbe } from '../../src/fleet/contract.ts';
import { probeTarget } from '../support/probe-target.ts';
import { GREETING, serveFleet } from './serving-fleet.ts';

test('an agent has its stream: hello, the assignment, the time, checks', async () => {
  const probe = probeTarget('münchen');
  const { clock, fleet, listen } = await serveFleet([probe]);
  const { next, response } = await listen('tokyo');
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
  });
  expect(await next()).toEqual({ event: 'hello', data: { contract: 1, version: '0.1.0', grid_ms: 0 } });
  expect(await next()).toEqual({ event: 'assign', data: { slot: { index: 0, of: 1 }, probes: [encodeProbe(probe)] } });
  clock.advance(5000);
  expect(await next()).toEqual({ event: 'time', data: { grid_ms: 5000 } });
  fleet.suspect(probe.key, 'berlin');
  clock.advance(5);
  expect(await next()).toEqual({ event: 'check', data: { probes: [probe.key] } });
});

test('a connection that is gone is no stream any more', async () => {
  const { fleet, listen } = await serveFleet();
  const { next, leave } = await listen('tokyo');
  await next();
  expect(fleet.vantages()[0]!.connection?.remote).toBe('127.0.0.1');
  leave();
  while (fleet.vantages()[0]!.connection) await new Promise(setImmediate);
});

test('the end of the server does not wait for agents, and they are told to come again', async () => {
  const { app, listen } = await serveFleet();
  const stream = await listen('tokyo');
  await stream.next();
  await stream.next();
  const closing = app.close();
  expect(await stream.next()).toEqual({ event: 'end', data: { reason: 'the controller ends', again: true } });
  await Promise.all([closing, stream.closed]);
});

test('a client that does not read is cut, whatever the system has room for', async () => {
  const { call, clock, events, fleet, url, as } = await serveFleet();
  const socket = connect(Number(new URL(url).port), '127.0.0.1').pause();
  socket.on('error', () => {});
  const { authorization } = as('probe', 'tokyo');
  socket.write(`GET /v1/fleet/tokyo/stream?${GREETING}&now_ms=0 HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n\r\n`);
  while (fleet.vantages().length === 0) await new Promise(setImmediate);
  const large = (path: string) => probeTarget('a', { check: { type: 'tcp', port: 9, expect: path.repeat(4_000_000) } });
  const closed = once(socket, 'close');
  for (let i = 0; !events.some(({ kind }) => kind === 'cut'); i++) {
    expect(i).toBeLessThan(50);
    fleet.assign([large(String(i % 10))]);
    await new Promise(setImmediate);
  }
  clock.advance(60_000);
  expect(fleet.vantages()[0]!.connection).toBeUndefined();
  socket.resume();
  await closed;
  expect((await call('GET', '/v1/fleet')).status).toBe(200);
});

test.each([
  ['probe' as const, 'berlin', 403, 'this wants a token with role probe for vantage tokyo'],
  ['operator' as const, undefined, 403, 'this wants a token with role probe for vantage tokyo'],
])('a token of role %s for vantage %s is not enough: %i', async (role, vantage, status, detail) => {
  const { as, call, fleet } = await serveFleet();
  for (const [method, path, body] of [
    ['GET', `/v1/fleet/tokyo/stream?${GREETING}&now_ms=0`, undefined],
    ['POST', '/v1/fleet/tokyo/reports', {}],
  ] as const) {
    const answer = await call(method, path, body, as(role, vantage));
    expect(problem.parse(answer.json)).toMatchObject({ status, detail: expect.stringContaining(detail) });
  }
  expect(fleet.vantages()).toEqual([]);
});

test('an agent of another contract is told which side speaks which', async () => {
  const { as, call } = await serveFleet();
  const answer = await call('GET', '/v1/fleet/tokyo/stream?contract=7', undefined, as('probe', 'tokyo'));
  expect(problem.parse(answer.json)).toMatchObject({
    status: 400,
    detail: 'contract: this controller speaks contract 1, the agent contract 7: they must be of versions that speak the same',
  });
});

test("the name of the controller's own vantage is taken", async () => {
  const { as, call, fleet } = await serveFleet();
  fleet.join({ name: 'tokyo', region: undefined, assign: () => {}, checkNow: () => {}, recheck: () => {}, controls: () => [] });
  const answer = await call('GET', `/v1/fleet/tokyo/stream?${GREETING}&now_ms=0`, undefined, as('probe', 'tokyo'));
  expect(problem.parse(answer.json)).toMatchObject({
    status: 409,
    detail: "vantage tokyo is the controller's own; an agent needs another name",
  });
});
