import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';
import { endChild, endWithBench, hasEnded } from '../child.ts';
import { peakMemoryMiB } from '../process-figures.ts';

export const WORKERS = 2;
const ROOT = join(import.meta.dirname, '..', '..', '..');
const READY_IN_MS = 300_000;
const ASK_EVERY_MS = 20;
const TELLS = 4000;

/** `./meridian serve` with two workers, as an operator starts it. */
export interface Served extends AsyncDisposable {
  readonly dnsPort: number;
  readonly pid: number;
  readonly apiUrl: string;
  readonly token: string;
  /** Seconds from its start until `/readyz` said so. */
  readonly readySeconds: number;
  peakMemoryMiB(): number;
  /** Calls the API with the token; throws where it refuses. */
  api(method: string, path: string, body?: object): Promise<void>;
}

/** Starts it over a zones directory with its data in `directory`, and waits until it is ready. */
export async function startServe(zones: string, directory: string): Promise<Served> {
  const [dnsPort, apiPort] = [await freePort(), await freePort()];
  const data = join(directory, 'data');
  const at = ['--dns', `127.0.0.1:${dnsPort}`, '--api', `127.0.0.1:${apiPort}`];
  const beganMs = performance.now();
  const args = ['serve', '--zones', zones, '--data', data, ...at, '--workers', String(WORKERS), '--log-level', 'warn'];
  const child = spawn(join(ROOT, 'meridian'), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  endWithBench(child);
  const url = `http://127.0.0.1:${apiPort}`;
  await untilReady(url, child, beganMs);
  const readySeconds = (performance.now() - beganMs) / 1000;
  const token = (await readFile(join(data, 'admin.token'), 'utf8')).trim();
  return {
    dnsPort,
    pid: child.pid!,
    apiUrl: url,
    token,
    readySeconds,
    peakMemoryMiB: () => peakMemoryMiB(child.pid!),
    api: (method, path, body) => callApi(url + path, token, method, body),
    [Symbol.asyncDispose]: () => endChild(child),
  };
}

async function untilReady(url: string, child: ChildProcess, beganMs: number): Promise<void> {
  let said = '';
  for (const from of [child.stdout!, child.stderr!]) {
    from.setEncoding('utf8').on('data', piece => {
      said = (said + piece).slice(-TELLS);
    });
  }
  while (!hasEnded(child)) {
    const ready = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    if (performance.now() - beganMs > READY_IN_MS) child.kill('SIGKILL');
    await sleep(ASK_EVERY_MS);
  }
  throw new Error(`meridian serve ended with ${child.exitCode ?? child.signalCode} before it was ready:\n${said}`);
}

async function callApi(url: string, token: string, method: string, body: object | undefined): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
}
