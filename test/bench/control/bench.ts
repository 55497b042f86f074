import { join } from 'node:path';
import { temporaryFolder } from '../clean-up.ts';
import { describeMachine } from '../machine.ts';
import type { BenchOptions } from '../options.ts';
import { cpuMicros } from '../process-figures.ts';
import { startServe } from '../scale/serve.ts';
import { ApiCaller } from './api-caller.ts';
import { type ChangeFigures, measureWeights } from './changes.ts';
import { WireWatch } from './wire-watch.ts';
import { writeControlZone } from './zones.ts';

const SECONDS = 30;
/** What is to be sustained. */
export const RATE = 300;
const WARM_UP_SECONDS = 3;

export interface ControlReport {
  readonly bench: 'control';
  readonly machine: string;
  readonly seconds: number;
  readonly weights: ChangeFigures;
  /** Of one processor. */
  readonly cpuShare: number;
  /** Mean time of a call of the store, by table, in milliseconds. */
  readonly storeMs: Readonly<Record<string, number>>;
}

/** What the control plane carries: weight changes through the API of the real server, each until it is on the wire. */
export async function benchControl({ seconds = SECONDS, progress }: BenchOptions): Promise<ControlReport> {
  await using folder = await temporaryFolder();
  const zones = join(folder.path, 'zones');
  await writeControlZone(zones);
  await using server = await startServe(zones, folder.path);
  await using wire = await WireWatch.open(server.dnsPort);
  using api = new ApiCaller(server.apiUrl, server.token);
  progress(`warming up for ${WARM_UP_SECONDS} s`);
  await measureWeights({ api, wire, rate: RATE, seconds: WARM_UP_SECONDS });
  progress(`${RATE} weight changes a second for ${seconds} s`);
  const [before, cpuBefore, beganMs] = [await storeFigures(api), cpuMicros([server.pid]), performance.now()];
  const weights = await measureWeights({ api, wire, rate: RATE, seconds });
  const cpuShare = (cpuMicros([server.pid]) - cpuBefore) / 1000 / (performance.now() - beganMs);
  const after = await storeFigures(api);
  return { bench: 'control', machine: describeMachine(), seconds, weights, cpuShare, storeMs: meanMs(before, after) };
}

type StoreFigures = ReadonlyMap<string, number>;

/** Sums and counts of the store's histogram, by `sum TABLE` and `count TABLE`. */
async function storeFigures(api: ApiCaller): Promise<StoreFigures> {
  const { text } = await api.call('GET', '/metrics');
  const rows = text.matchAll(/^meridian_store_call_seconds_(sum|count)\{table="(\w+)"\} (\S+)$/gm);
  return new Map([...rows].map(([, what, table, value]) => [`${what} ${table}`, Number(value)]));
}

function meanMs(before: StoreFigures, after: StoreFigures): Record<string, number> {
  const tables = [...after.keys()].filter(key => key.startsWith('count ')).map(key => key.slice('count '.length));
  const grown = (key: string) => (after.get(key) ?? 0) - (before.get(key) ?? 0);
  const means = tables.flatMap(table =>
    grown(`count ${table}`) > 0 ? [[table, (1000 * grown(`sum ${table}`)) / grown(`count ${table}`)]] : [],
  );
  return Object.fromEntries(means);
}
