import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { endInput, endWithBench } from '../child.ts';
import { median, percentile } from '../load/trace.ts';
import { describeMachine } from '../machine.ts';
import type { BenchOptions } from '../options.ts';
import { cpuMicros, memoryMiB } from '../process-figures.ts';
import { BenchAgent } from './agent.ts';
import { ENDPOINTS, INTERVAL_MS, intakeKeys, VANTAGES } from './plan.ts';

const SECONDS = 60;
/** What is observed lives for an interval and then is garbage, which is left lying until there is several times as much of it: memory grows at first. */
const WARM_UP_SECONDS = 60;
const TOKEN = 'token-of-the-bench';

export interface IntakeReport {
  readonly bench: 'intake';
  readonly machine: string;
  readonly seconds: number;
  /** Observations that the controller took in, a second. */
  readonly perSecond: number;
  /** Of one processor. */
  readonly cpuShare: number;
  readonly microsPerObservation: number;
  /** Medians of the first and of the last third. */
  readonly memoryFirstMiB: number;
  readonly memoryLastMiB: number;
  readonly reports: number;
  readonly reportP50Ms: number;
  readonly reportP99Ms: number;
}

/** What 20 vantages report of 10,000 endpoints each, every ten seconds, taken in by a controller in a process of its own. */
export async function benchIntake({ seconds = SECONDS, progress }: BenchOptions): Promise<IntakeReport> {
  await using stack = new AsyncDisposableStack();
  const controller = await startController(stack);
  const keys = intakeKeys();
  const url = `http://127.0.0.1:${controller.port}`;
  const agents = Array.from({ length: VANTAGES }, (_, index) => stack.use(new BenchAgent({ url, token: TOKEN, index, keys })));
  await Promise.all(agents.map(agent => agent.connected()));
  progress(`${VANTAGES} vantages are connected; warming up`);
  await sleep(1000 * Math.min(seconds, WARM_UP_SECONDS));
  for (const agent of agents) agent.latenciesMs.length = 0;
  const [takenBefore, cpuBefore, beganMs] = [await takenBy(url), cpuMicros([controller.pid]), performance.now()];
  progress(`measuring for ${seconds} s`);
  const memory: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await sleep(1000);
    memory.push(memoryMiB(controller.pid));
  }
  const [cpu, elapsed] = [cpuMicros([controller.pid]) - cpuBefore, (performance.now() - beganMs) / 1000];
  const taken = (await takenBy(url)) - takenBefore;
  const latencies = Float64Array.from(agents.flatMap(({ latenciesMs }) => latenciesMs)).sort();
  const third = Math.ceil(memory.length / 3);
  return {
    bench: 'intake',
    machine: describeMachine(),
    seconds,
    perSecond: taken / elapsed,
    cpuShare: cpu / 1e6 / elapsed,
    microsPerObservation: cpu / taken,
    memoryFirstMiB: median(memory.slice(0, third)),
    memoryLastMiB: median(memory.slice(-third)),
    reports: latencies.length,
    reportP50Ms: percentile(latencies, 0.5),
    reportP99Ms: percentile(latencies, 0.99),
  };
}

async function startController(stack: AsyncDisposableStack): Promise<{ readonly pid: number; readonly port: number }> {
  const program = join(import.meta.dirname, 'controller-program.ts');
  const child = spawn(process.execPath, [program, TOKEN], { stdio: ['pipe', 'pipe', 'inherit'] });
  endWithBench(child);
  stack.defer(() => endInput(child));
  for await (const line of createInterface(child.stdout!)) return { pid: child.pid!, port: Number(line) };
  throw new Error('the controller of the bench ended before it listened');
}

const fleetShape = z.object({ vantages: z.array(z.object({ observations: z.object({ taken: z.int() }) })) });

/** Observations that were taken in until now. Throws where a vantage is missing. */
async function takenBy(url: string): Promise<number> {
  const response = await fetch(`${url}/v1/fleet`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const { vantages } = fleetShape.parse(await response.json());
  if (vantages.length !== VANTAGES) throw new Error(`${vantages.length} vantages are connected, expected ${VANTAGES}`);
  return vantages.reduce((sum, { observations }) => sum + observations.taken, 0);
}

/** Observations that there should be, a second. */
export const EXPECTED_PER_SECOND = (VANTAGES * ENDPOINTS * 1000) / INTERVAL_MS;
