import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ControllerStandIn, controllerStandIn } from '../../support/controller-stand-in.ts';
import { probeTarget } from '../../support/probe-target.ts';
import { agentScene, assignmentOf, ended, passing } from './agent-scene.ts';
import { A, greeted, hasSeen, rest, takenUntil, tcp } from './conversation.ts';
import { servePeer } from './peer.ts';

test('an agent says who it is, takes an assignment, probes and reports', async () => {
  await using controller = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(controller.url, { region: 'eu' });
  scene.start();
  const stream = await greeted(controller, tcp('a', peer.port));
  expect(stream.url.pathname).toBe('/v1/fleet/fra1/stream');
  const greeting = { contract: '1', boot: 'boot-1', version: '1.2.3', region: 'eu', now_ms: String(scene.clock.now()) };
  expect(Object.fromEntries(stream.url.searchParams)).toEqual(greeting);
  expect(stream.request.headers).toMatchObject({ authorization: 'Bearer secret', accept: 'text/event-stream' });
  await scene.log.line(/^info assignment taken: 1 probe as vantage 1 of 1/);
  const { report, request } = await takenUntil(controller, scene.clock, hasSeen(true));
  expect(request.url).toBe('/v1/fleet/fra1/reports');
  expect(request.headers).toMatchObject({ authorization: 'Bearer secret', 'content-type': 'application/json' });
  expect(report).toMatchObject({ contract: 1, boot: 'boot-1', controls: [], refused: [] });
  const [seen] = report.observations;
  expect(seen).toMatchObject({ probe: A, ok: true, reason: 'connected', phases: { connectMs: expect.any(Number) } });
  expect(seen!.ago_ms).toBeLessThanOrEqual(1000);
});

test('a failure goes at once, and so does the first success after it', async () => {
  await using controller = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(controller.url);
  scene.start();
  await greeted(controller, tcp('a', peer.port));
  await takenUntil(controller, scene.clock, hasSeen(true));
  await peer.close();
  const failed = await takenUntil(controller, scene.clock, hasSeen(false));
  expect(failed.report.observations.at(-1)).toMatchObject({ ok: false, reason: 'connect refused' });
  expect(failed.report.observations.at(-1)!.ago_ms).toBeLessThan(50);
  await servePeer(peer.port);
  const well = await takenUntil(controller, scene.clock, hasSeen(true));
  expect(well.report.observations.at(-1)!.ago_ms).toBeLessThan(50);
});

test('what the agent cannot do is refused, and the rest is done', async () => {
  await using controller = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(controller.url);
  scene.start();
  const good = tcp('a', peer.port);
  const exec = probeTarget('b', { check: { type: 'exec', command: ['/bin/true'], warning: 'pass' } });
  const data = assignmentOf(good, exec, tcp('c', 1), tcp('d', 2));
  const foreign = JSON.parse(JSON.stringify(data).replace('"tcp","port":1}', '"smtp"}').replace('"port":2', '"port":2,"banner":"x"'));
  const stream = await controller.stream();
  stream.greet();
  stream.tell({ event: 'assign', data: foreign });
  await scene.log.line(/^warn assignment taken: 1 probe as vantage 1 of 1; 3 refused: .*b\/monitor: programs are not run here/);
  const { report } = await takenUntil(controller, scene.clock, hasSeen(true));
  expect(report.refused.map(({ reason }) => reason)).toEqual([
    'programs are not run here: --allow-exec',
    'the check type smtp is unknown to this agent',
    'tcp has settings that this agent does not understand: Unrecognized key: "banner"',
  ]);
  expect(new Set(report.observations.map(({ probe }) => probe))).toEqual(new Set([A]));
});

test('with --allow-exec programs are run', async () => {
  await using controller = await controllerStandIn();
  const scene = agentScene(controller.url, { allowExec: true });
  scene.start();
  await greeted(controller, probeTarget('b', { check: { type: 'exec', command: ['/bin/true'], warning: 'pass' } }));
  const { report } = await takenUntil(controller, scene.clock, hasSeen(true));
  expect(report.refused).toEqual([]);
});

test('it checks out of turn what it is asked to', async () => {
  await using controller = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(controller.url);
  scene.start();
  const slow = probeTarget('a', { check: { type: 'tcp', port: peer.port }, intervalMs: 3_600_000 });
  const stream = await greeted(controller, slow);
  await takenUntil(controller, scene.clock, hasSeen(true));
  await scene.clock.advanceSettled(1000);
  const before = scene.clock.monotonic();
  stream.tell({ event: 'check', data: { probes: ['unknown', A] } });
  await takenUntil(controller, scene.clock, hasSeen(true));
  expect(scene.clock.monotonic() - before).toBeLessThan(5000);
});

test('events that it does not know or cannot read change nothing', async () => {
  await using controller = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(controller.url);
  scene.start();
  const stream = await greeted(controller, tcp('a', peer.port));
  stream.write('event: novelty\ndata: {"x":1}\n\n');
  await scene.log.line(/^debug an event that this agent does not know: novelty/);
  stream.write('event: assign\ndata: {"probes":\n\n');
  await scene.log.line(/^error an event that cannot be read: assign: its data is not JSON/);
  stream.write('event: assign\ndata: {"slot":{"index":0,"of":1},"probes":{}}\n\n');
  await scene.log.line(/^error an assignment that cannot be read, so that the one before goes on: probes: /);
  stream.write('event: check\ndata: [1]\n\n');
  await scene.log.line(/^error an event that cannot be read: check: /);
  stream.tell({ event: 'slot', data: { index: 1, of: 2 } });
  stream.tell({ event: 'time', data: { grid_ms: 5 } });
  await takenUntil(controller, scene.clock, hasSeen(true));
});

const portOf = (controller: ControllerStandIn): number => Number(new URL(controller.url).port);

test('while the controller is away it keeps probing, and tells the turns and the last of it later', async () => {
  const gone = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(gone.url);
  scene.start();
  await greeted(gone, tcp('a', peer.port));
  await takenUntil(gone, scene.clock, hasSeen(true));
  await gone[Symbol.asyncDispose]();
  await scene.log.line(/^warn no stream from the controller at .*: connection (closed|reset); away since 2026-01-01T/);
  await rest(scene.clock, 6000);
  await peer.close();
  await rest(scene.clock, 10_000);
  await servePeer(peer.port);
  await rest(scene.clock, 10_000);
  await using controller = await controllerStandIn({ port: portOf(gone) });
  (await passing(scene.clock, controller.stream())).greet();
  const { report } = await takenUntil(controller, scene.clock, ({ observations }) => observations.length > 0);
  expect(report.observations.map(({ ok }) => ok)).toEqual([false, true, true]);
  const [failed, , last] = report.observations;
  expect(failed!.ago_ms).toBeGreaterThan(15_000);
  expect(last!.ago_ms).toBeLessThan(2000);
  expect(await scene.log.line(/^info connected/)).toMatch(/ after \d+s; 3 observations to report$/);
});

test('an agent that is started again while the controller is away goes on, and sends what it still has', async () => {
  const gone = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(gone.url);
  const first = scene.start();
  await greeted(gone, tcp('a', peer.port), tcp('b', peer.port));
  await takenUntil(gone, scene.clock, hasSeen(true));
  await gone[Symbol.asyncDispose]();
  await rest(scene.clock, 1000);
  await peer.close();
  await rest(scene.clock, 3000);
  await ended(first, scene.clock);
  scene.clock.advance(7000);

  await servePeer(peer.port);
  const second = scene.start({ boot: 'boot-2' });
  expect(await scene.log.line(/^info doing 2 probes of /)).toMatch(/until the controller tells more; [1-9]\d* observations to report$/);
  await rest(scene.clock, 3000);
  await using controller = await controllerStandIn({ port: portOf(gone) });
  (await passing(scene.clock, controller.stream())).greet();
  const { report } = await takenUntil(controller, scene.clock, hasSeen(true));
  expect(report).toMatchObject({ boot: 'boot-2', sequence: 1 });
  const ofA = report.observations.filter(({ probe }) => probe === A);
  const failed = ofA.find(({ ok }) => !ok);
  expect(failed).toMatchObject({ reason: 'connect refused' });
  expect(failed!.ago_ms).toBeGreaterThan(9000);
  expect(ofA.at(-1)).toMatchObject({ ok: true });
  expect(ofA.at(-1)!.ago_ms).toBeLessThan(2000);

  // Nothing is reported a second time.
  await ended(second, scene.clock);
  expect(readdirSync(scene.spool)).toEqual(['assignment.json']);
});

test('at its end it sends what it has, and leaves nothing in the spool but the assignment', async () => {
  await using controller = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(controller.url);
  const agent = scene.start();
  await greeted(controller, tcp('a', peer.port));
  await scene.log.line(/^info assignment taken/);
  await rest(scene.clock, 500);
  const over = ended(agent, scene.clock);
  await takenUntil(controller, scene.clock, hasSeen(true));
  await over;
  expect(readdirSync(scene.spool)).toEqual(['assignment.json']);
  expect(statSync(scene.spool).mode & 0o777).toBe(0o700);
  expect(statSync(join(scene.spool, 'assignment.json')).mode & 0o777).toBe(0o600);
});

test('a controller that does not answer at the end is waited for no longer than a second', async () => {
  await using controller = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(controller.url);
  const agent = scene.start();
  const stream = await greeted(controller, tcp('a', peer.port));
  await scene.log.line(/^info assignment taken/);
  await rest(scene.clock, 500);
  const before = scene.clock.monotonic();
  const over = ended(agent, scene.clock);
  await stream.closed;
  expect(scene.clock.monotonic() - before).toBeLessThan(2000);
  await over;
  expect(readdirSync(scene.spool).sort()).toEqual(['assignment.json', 'outbox.json']);
});
