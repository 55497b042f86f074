import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';
import { endChild, endWithBench } from '../child.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A controller with its own vantage, and agents beside it, as an operator starts them. */
export interface RunningFleet extends AsyncDisposable {
  /** The endpoint of every verdict that turned down so far, and when: milliseconds since the epoch, of the log. */
  readonly downs: ReadonlyMap<string, number>;
  /** Resolves when every endpoint is seen by all vantages. */
  settled(): Promise<void>;
}

export interface FleetPlan {
  readonly zones: string;
  readonly directory: string;
  /** The controller's own included. */
  readonly vantages: number;
  readonly endpoints: number;
}

export async function startFleet({ zones, directory, vantages, endpoints }: FleetPlan): Promise<RunningFleet> {
  const [dnsPort, apiPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${apiPort}`;
  const data = join(directory, 'data');
  const downs = new Map<string, number>();
  const at = ['--dns', `127.0.0.1:${dnsPort}`, '--api', `127.0.0.1:${apiPort}`];
  const children = [start(['serve', '--zones', zones, '--data', data, ...at, '--workers', '1'], line => note(line, downs))];
  await until(async () => (await fetch(`${url}/readyz`)).ok);
  const token = (await readFile(join(data, 'admin.token'), 'utf8')).trim();
  for (let i = 1; i < vantages; i++) children.push(await startAgent({ url, token, directory, name: `agent${i}` }));
  return {
    downs,
    settled: () => until(async () => (await observed(url, token)) >= vantages * endpoints),
    async [Symbol.asyncDispose]() {
      for (const child of children.reverse()) await endChild(child);
    },
  };
}

async function startAgent(agent: { url: string; token: string; directory: string; name: string }): Promise<ChildProcess> {
  const { url, directory, name } = agent;
  const made = await call(`${url}/v1/tokens`, agent.token, { role: 'probe', vantage: name });
  const file = join(directory, `${name}.token`);
  await mkdir(directory, { recursive: true });
  await writeFile(file, String(made.token), { mode: 0o600 });
  return start(['probe', '--controller', url, '--vantage', name, '--token-file', file, '--spool', join(directory, name)], () => {});
}

/** Observations that the fleet has taken, as far as each vantage has at least that share of them. */
async function observed(url: string, token: string): Promise<number> {
  const { vantages } = (await call(`${url}/v1/fleet`, token)) as { vantages: { observations: { taken: number } }[] };
  return vantages.length * Math.min(...vantages.map(({ observations }) => observations.taken));
}

async function call(url: string, token: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

function note(line: string, downs: Map<string, number>): void {
  const { endpoint, measured, time } = readLine(line);
  if (measured === 'down' && endpoint !== undefined && !downs.has(endpoint)) downs.set(endpoint, Date.parse(time));
}

function readLine(line: string): { endpoint?: string; measured?: string; time: string } {
  try {
    return JSON.parse(line);
  } catch {
    return { time: '' };
  }
}

function start(args: readonly string[], onLine: (line: string) => void): ChildProcess {
  const child = spawn(join(ROOT, 'meridian'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  endWithBench(child);
  createInterface({ input: child.stdout! }).on('line', onLine);
  return child;
}

async function until(check: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    if (await check().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error('the fleet did not settle');
}
