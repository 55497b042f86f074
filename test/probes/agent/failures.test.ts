import { expect, test } from 'vitest';
import type { Probe } from '../../../src/model/health.ts';
import { address } from '../../support/addresses.ts';
import { controllerStandIn } from '../../support/controller-stand-in.ts';
import { agentScene, passing } from './agent-scene.ts';
import { A, type Fits, greeted, hasSeen, nextWith, rest, takenUntil, tcp } from './conversation.ts';
import { servePeer } from './peer.ts';

test('a failure goes with how the control targets did after it, and is as old as it is', async () => {
  await using controller = await controllerStandIn();
  let [peer, router] = [await servePeer(), await servePeer()];
  const text = `tcp://127.0.0.1:${router.port}`;
  const scene = agentScene(controller.url, {
    controls: [{ text, address: address('127.0.0.1'), check: { type: 'tcp', port: router.port } }],
  });
  scene.start();
  await greeted(controller, tcp('a', peer.port));
  await takenUntil(controller, scene.clock, hasSeen(true));
  for (let times = 0; times < 3; times++) {
    await Promise.all([peer.close(), router.close()]);
    const { report } = await takenUntil(controller, scene.clock, hasSeen(false));
    expect(report.controls).toEqual([{ target: text, ok: false, reason: 'connect refused' }]);
    expect(report.observations.at(-1)!.ago_ms).toBeLessThan(400);
    [peer, router] = [await servePeer(peer.port), await servePeer(router.port)];
    await takenUntil(controller, scene.clock, ({ controls }) => controls[0]!.ok);
  }
});

test('what failed while the control targets did is probed again when they are well, and not told where it was not told yet', async () => {
  await using controller = await controllerStandIn();
  let [peer, router] = [await servePeer(), await servePeer()];
  const target = `tcp://127.0.0.1:${router.port}`;
  const check = { type: 'tcp', port: router.port } as const;
  const scene = agentScene(controller.url, { controls: [{ text: target, address: address('127.0.0.1'), check }] });
  scene.start();
  const stream = await greeted(controller, { ...tcp('a', peer.port), monitor: { ...tcp('a', peer.port).monitor, intervalMs: 60_000 } });
  await takenUntil(controller, scene.clock, hasSeen(true));
  await rest(scene.clock, 2000);
  const onItsWay = await passing(scene.clock, controller.report());

  await Promise.all([peer.close(), router.close()]);
  stream.tell({ event: 'check', data: { probes: [A] } });
  await rest(scene.clock, 400);
  [peer, router] = [await servePeer(peer.port), await servePeer(router.port)];
  await rest(scene.clock, 6000);
  onItsWay.take();
  const { report } = await takenUntil(controller, scene.clock, ({ observations }) => observations.length > 0);
  expect(report.controls).toEqual([{ target, ok: true, reason: 'connected' }]);
  expect(report.observations.map(({ ok }) => ok)).toEqual([true]);
});

test('a failure whose report was held up is probed again at once and confirmed anew, though its next turn is far', async () => {
  await using controller = await controllerStandIn();
  const peer = await servePeer();
  const scene = agentScene(controller.url);
  scene.start();
  const far = (name: string, port: number): Probe => {
    const probe = tcp(name, port, 100);
    return { ...probe, monitor: { ...probe.monitor, intervalMs: 3_600_000, fall: 2 } };
  };
  const hasFailed: Fits = ({ observations }) => observations.some(({ probe, ok }) => probe === A && !ok);
  const stream = await greeted(controller, far('a', peer.port), far('b', 1));
  await takenUntil(controller, scene.clock, hasSeen(true));
  await rest(scene.clock, 2000);
  await peer.close();
  stream.tell({ event: 'check', data: { probes: [A] } });
  const heldUp = await nextWith(controller, scene.clock, hasFailed);
  await rest(scene.clock, 6000);
  heldUp.take();
  const late = await nextWith(controller, scene.clock, hasFailed);
  expect(late.report.observations.map(({ probe, ago_ms }) => [probe, ago_ms > 5000])).toEqual([[A, true]]);
  late.take();
  for (let confirmed = 0; confirmed < 2; confirmed++) {
    const { report } = await takenUntil(controller, scene.clock, hasFailed);
    expect(report.observations).toMatchObject([{ probe: A, ok: false }]);
    expect(report.observations[0]!.ago_ms).toBeLessThan(1000);
  }
});

test('the controller has a failure that was confirmed looked at again, and the agent confirms it anew and says so', async () => {
  await using controller = await controllerStandIn();
  const scene = agentScene(controller.url);
  scene.start();
  const probe = tcp('a', 1, 100);
  const stream = await greeted(controller, { ...probe, monitor: { ...probe.monitor, intervalMs: 3_600_000, fall: 2 } });
  const nextFailures = async (count: number) => {
    const confirmed: (true | undefined)[] = [];
    while (confirmed.length < count) {
      const { report } = await takenUntil(controller, scene.clock, ({ observations }) => observations.length > 0);
      confirmed.push(...report.observations.map(each => each.confirmed));
    }
    return confirmed;
  };
  expect(await nextFailures(2)).toEqual([undefined, true]);
  await rest(scene.clock, 2000);
  stream.tell({ event: 'check', data: { probes: [A] } });
  expect(await nextFailures(1)).toEqual([true]);
  await rest(scene.clock, 2000);
  stream.tell({ event: 'check', data: { probes: [A], again: true } });
  expect(await nextFailures(2)).toEqual([undefined, true]);
});
