import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../load/trace.ts';
import type { ApiCaller } from './api-caller.ts';
import type { WireWatch } from './wire-watch.ts';
import { CONTROL_ZONE, MOST, NAMES } from './zones.ts';

export interface ChangeFigures {
  /** Changes that were answered, a second. */
  readonly perSecond: number;
  readonly changes: number;
  /** Changes that were put off because the one before at the same name was still on its way. */
  readonly putOff: number;
  /** Answers of the API that were no success. */
  readonly refused: number;
  /** From the request until the first answer over UDP that shows it. */
  readonly wireP50Ms: number;
  readonly wireP99Ms: number;
  /** From the request until its own answer. */
  readonly apiP50Ms: number;
  readonly apiP99Ms: number;
}

export interface ChangeLoad {
  readonly api: ApiCaller;
  readonly wire: WireWatch;
  readonly rate: number;
  readonly seconds: number;
}

/** Changes weights at a rate, whether the changes before are answered or not, and asks for each on the wire. */
export async function measureWeights({ api, wire, rate, seconds }: ChangeLoad): Promise<ChangeFigures> {
  const [wireMs, apiMs]: [number[], number[]] = [[], []];
  const underWay = new Set<Promise<unknown>>();
  const busy = new Set<number>();
  let refused = 0;
  let putOff = 0;
  const change = async (i: number, on: boolean) => {
    const sentMs = performance.now();
    const seen = wire.until(i, on).then(atMs => wireMs.push(atMs - sentMs));
    const { status } = await api.call('PATCH', `/v1/zones/${CONTROL_ZONE}/pools/p${i}/endpoints/a`, { weight: on ? MOST : 0 });
    apiMs.push(performance.now() - sentMs);
    if (status === 200) await seen;
    else refused++;
  };
  const beganMs = performance.now();
  let sent = 0;
  const on = new Array<boolean>(NAMES).fill(true);
  for (let next = 0; performance.now() - beganMs < seconds * 1000; await sleep(1)) {
    for (const due = ((performance.now() - beganMs) / 1000) * rate; sent < due; sent++) {
      const i = next++ % NAMES;
      if (busy.has(i)) {
        putOff++;
        continue;
      }
      busy.add(i);
      on[i] = !on[i];
      const done = change(i, on[i]).finally(() => {
        busy.delete(i);
        underWay.delete(done);
      });
      underWay.add(done);
    }
  }
  await Promise.all(underWay);
  const tookSeconds = (performance.now() - beganMs) / 1000;
  const [wireSorted, apiSorted] = [Float64Array.from(wireMs).sort(), Float64Array.from(apiMs).sort()];
  return {
    perSecond: apiMs.length / tookSeconds,
    changes: apiMs.length,
    putOff,
    refused,
    wireP50Ms: percentile(wireSorted, 0.5),
    wireP99Ms: percentile(wireSorted, 0.99),
    apiP50Ms: percentile(apiSorted, 0.5),
    apiP99Ms: percentile(apiSorted, 0.99),
  };
}
