import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startFleetScene } from '../support/fleet-scene.ts';
import { seenEndpoint, untilSaid, untilVantage } from '../support/fleet-view.ts';
import { FLEET_ENDPOINTS } from '../support/fleet-zone.ts';
import { tcpPeer } from '../support/tcp-peer.ts';

/** Lets a process have so many files open, as `ulimit -n` does for those that are still to start. */
async function limitFiles(pid: number, files: number): Promise<void> {
  await promisify(execFile)('prlimit', [`--pid=${pid}`, `--nofile=${files}:`]);
}

test('an agent that has no file descriptors left says so, has no say, and reports nothing down', async () => {
  await using control = await tcpPeer(() => {});
  await using scene = await startFleetScene({ monitor: 'timeout: 800ms, confirm: 100ms, fall: 1, rise: 1, quorum: any' });
  const { meridian } = scene;
  const tokyo = await scene.agent('tokyo', { flags: ['--control', `tcp://127.0.0.1:${control.port}`] });
  for (const endpoint of FLEET_ENDPOINTS) await untilSaid(meridian, endpoint, 'embedded up, tokyo up');

  const open = await readdir(`/proc/${tokyo.program.pid}/fd`);
  await limitFiles(tokyo.program.pid, Math.min(...freeNumbers(open)));
  const fault = await tokyo.logLine(({ msg }) => msg.includes('could not be probed'));
  expect(fault).toMatchObject({ level: 50, err: { code: 'EMFILE' } });
  await meridian.logLine(({ level, msg }) => level === 40 && /^vantage tokyo has no say: 1 of 1 control targets fail: .*EMFILE/.test(msg));
  for (const endpoint of FLEET_ENDPOINTS) {
    const { web } = await untilSaid(meridian, endpoint, 'embedded up');
    expect(web.ballots[1]).toMatchObject({ vantage: 'tokyo', ok: true, reason: 'status 200' });
  }

  await limitFiles(tokyo.program.pid, 1024);
  await untilVantage(meridian, 'tokyo', ({ voteless }) => voteless === null);
  for (const endpoint of FLEET_ENDPOINTS) await untilSaid(meridian, endpoint, 'embedded up, tokyo up');
  expect((await seenEndpoint(meridian, 'hangzhou/a')).web.flaps).toBe(0);
  expect(meridian.log().filter(({ msg }) => / is down, /.test(msg))).toEqual([]);
});

/** The least descriptor that is not open: a limit there lets none be opened. */
function freeNumbers(open: readonly string[]): number[] {
  return Array.from({ length: open.length + 1 }, (_, number) => number).filter(number => !open.includes(String(number)));
}
