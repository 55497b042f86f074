import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Agent, type AgentOptions, startAgent } from '../../../probes/agent/agent.ts';
import { type ControllerOptions, controllerAt } from '../../../probes/agent/controller.ts';
import type { AgentLog } from '../../../probes/agent/log.ts';
import { type Assignment, encodeProbe } from '../../../src/fleet/contract.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import type { Probe } from '../../../src/model/health.ts';
import { type FakeClock, fakeClock } from '../../support/fake-clock.ts';

export const NO_TLS = { ca: undefined, cert: undefined, key: undefined };

/** A log that can be waited for. */
export interface KeptLog extends AgentLog {
  readonly lines: readonly string[];
  /** The first line that fits among those that were not given before, as soon as it is there. */
  line(pattern: RegExp): Promise<string>;
}

export function keptLog(): KeptLog {
  const lines: string[] = [];
  let seen = 0;
  let news = Promise.withResolvers<void>();
  const write = (level: string) => (_fields: object, line: string) => {
    lines.push(`${level} ${line}`);
    news.resolve();
    news = Promise.withResolvers();
  };
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    async line(pattern) {
      for (;;) {
        const found = lines.findIndex((line, i) => i >= seen && pattern.test(line));
        if (found >= 0) {
          seen = found + 1;
          return lines[found]!;
        }
        await news.promise;
      }
    },
  };
}

/** A directory that goes with the test. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'meridian-agent-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

interface SceneFacts extends Partial<Omit<AgentOptions, 'controller' | 'log' | 'clock'>> {
  readonly http?: Partial<ControllerOptions>;
}

/** An agent of the vantage `fra1` for the controller at `url`, on a clock that stands still; its token is `secret`. */
export function agentScene(url: string, { http, ...facts }: SceneFacts = {}) {
  const directory = temporaryDirectory();
  const tokenFile = join(directory, 'token');
  writeFileSync(tokenFile, 'secret\n');
  const clock = fakeClock();
  const log = keptLog();
  const spool = join(directory, 'spool');
  const start = (more: SceneFacts = {}): Agent => {
    const agent = startAgent({
      controller: controllerAt({ url, tokenFile, tls: NO_TLS, proxy: {}, ...http }),
      vantage: 'fra1',
      region: undefined,
      boot: 'boot-1',
      version: '1.2.3',
      spool,
      maxInFlight: 100,
      allowExec: false,
      controls: [],
      clock,
      log,
      random: seededRandom(1),
      onFault: (_probe, error) => {
        throw error;
      },
      onLate: () => {},
      ...facts,
      ...more,
    });
    onTestFinished(() => ended(agent, clock));
    return agent;
  };
  return { start, clock, log, spool, tokenFile };
}

/** Ends an agent while time goes on. */
export async function ended(agent: Agent, clock: FakeClock): Promise<void> {
  let isOver = false;
  const over = agent[Symbol.asyncDispose]().then(() => {
    isOver = true;
  });
  while (!isOver) await clock.advanceSettled(2);
  await over;
}

/** The data of an `assign` event. */
export function assignmentOf(...probes: readonly Probe[]): Assignment {
  return { slot: { index: 0, of: 1 }, probes: probes.map(encodeProbe) };
}

/** Waits for a promise while time goes on, in steps that leave the network time to answer. */
export async function passing<T>(clock: FakeClock, awaited: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  awaited.then(over, over);
  while (!isOver) await clock.advanceSettled(2);
  return awaited;
}
