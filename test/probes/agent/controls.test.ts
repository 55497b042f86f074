import { expect, onTestFinished, test } from 'vitest';
import { startControls } from '../../../probes/agent/controls.ts';
import type { ControlResult } from '../../../src/fleet/contract.ts';
import type { ControlTarget } from '../../../src/model/control-target.ts';
import { address } from '../../support/addresses.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { passing } from './agent-scene.ts';
import { servePeer } from './peer.ts';

const tcp = (port: number): ControlTarget => ({
  text: `tcp://127.0.0.1:${port}`,
  address: address('127.0.0.1'),
  check: { type: 'tcp', port },
});

/** Controls, and their changes one by one. */
function scene(targets: readonly ControlTarget[], runCheck?: Parameters<typeof startControls>[0]['runCheck']) {
  const clock = fakeClock();
  const changes: ControlResult[] = [];
  let news = Promise.withResolvers<void>();
  const onChange = (result: ControlResult) => {
    changes.push(result);
    news.resolve();
    news = Promise.withResolvers();
  };
  const controls = startControls({ targets, clock, onChange, ...(runCheck && { runCheck }) });
  onTestFinished(() => controls[Symbol.dispose]());
  const change = async (): Promise<ControlResult> => {
    if (changes.length === 0) await passing(clock, news.promise);
    return changes.shift()!;
  };
  return { clock, controls, change, changes };
}

test('each target is checked at once, and its changes are told', async () => {
  const peer = await servePeer();
  const { controls, change, clock } = scene([tcp(peer.port)]);
  expect(controls.results()).toEqual([]);
  const target = `tcp://127.0.0.1:${peer.port}`;
  expect(await change()).toEqual({ target, ok: true, reason: 'connected' });
  const before = clock.monotonic();
  await peer.close();
  expect(await change()).toEqual({ target, ok: false, reason: 'connect refused' });
  expect(clock.monotonic() - before).toBeLessThan(5100);
  expect(controls.results()).toEqual([{ target, ok: false, reason: 'connect refused' }]);
  await servePeer(peer.port);
  expect(await change()).toMatchObject({ ok: true });
});

test('a target that never answers has failed after two seconds', async () => {
  const never = () => new Promise<never>(() => {});
  const { change, clock } = scene([tcp(1)], never);
  expect(await change()).toMatchObject({ ok: false, reason: 'timeout after 2s' });
  expect(clock.monotonic()).toBeLessThanOrEqual(2002);
});

test('what this machine cannot check has failed', async () => {
  const { change } = scene([tcp(1)], async () => {
    throw new Error('no file descriptors left');
  });
  expect(await change()).toMatchObject({ ok: false, reason: 'no file descriptors left' });
});

test('disposed of, it checks nothing more and has no timer', async () => {
  let checks = 0;
  const { controls, clock, change } = scene([tcp(1), tcp(2)], async () => {
    checks++;
    return { ok: true, reason: 'fine' };
  });
  await change();
  controls[Symbol.dispose]();
  await clock.advanceSettled(60_000);
  expect({ checks, timers: clock.pending }).toEqual({ checks: 2, timers: 0 });
});
