import type { TtlRange } from '../../../src/model/steering.ts';
import { detect, type Failure, type Watch } from '../../../src/ttl/detection.ts';
import { lossOf } from '../../../src/ttl/loss.ts';
import { alignedAfterMs, watchOf } from '../../../src/ttl/watch.ts';
import { exampleZone, serve } from '../../answer/serve.ts';
import { monitor } from '../../health/declare.ts';
import { pool, record, steering } from '../../steering/declare.ts';
import type { Table } from '../table-text.ts';

const CACHES = 300;
const START_MS = Date.UTC(2026, 0, 1);
/** Caches are in step with the looks by then, if they ever are; and for so long their questions are counted. */
const WARM_UP_S = 600;
const COUNTED_S = 600;

const RHYTHMS = [
  { intervalMs: 3000, timeoutMs: 1000, minSeconds: 1 },
  { intervalMs: 10_000, timeoutMs: 2000, minSeconds: 5 },
  { intervalMs: 30_000, timeoutMs: 5000, minSeconds: 5 },
];

/** What alignment comes to for one interval. */
interface Row {
  readonly intervalMs: number;
  readonly align: 'off' | 'probes';
  /** Of 300 caches that ask whenever their answer has run out. */
  readonly questionsAMinute: number;
  readonly busiestSecond: number;
  /** By the model that test/ttl holds against the engine. */
  readonly lossMs: Readonly<Record<Failure, number>>;
}

export interface AlignmentReport {
  readonly bench: 'alignment';
  readonly rows: readonly Row[];
}

/** Caches that come to the look-up on a clock of their own, and what a failure costs them by the model. */
export async function benchAlignment(): Promise<AlignmentReport> {
  const rows = RHYTHMS.flatMap(rhythm => (['off', 'probes'] as const).map(align => rowOf(rhythm, align)));
  return { bench: 'alignment', rows };
}

function rowOf({ intervalMs, timeoutMs, minSeconds }: (typeof RHYTHMS)[number], align: Row['align']): Row {
  const watch = watchOf(monitor('web', { intervalMs, timeoutMs, fall: 2, confirmMs: 500 }), 1);
  const range: TtlRange = { minSeconds, maxSeconds: (2 * intervalMs) / 1000, ...(align === 'off' && { align }) };
  const settled = { settledSeconds: range.maxSeconds, doubtedSeconds: minSeconds, alignedAfterMs: alignedAfterMs(watch, range.align) };
  const counts = questionsBySecond(range, watch);
  const loss = (failure: Failure) => lossOf(detect(watch, failure), settled).expectedMs;
  return {
    intervalMs,
    align,
    questionsAMinute: (60 * counts.reduce((sum, count) => sum + count, 0)) / COUNTED_S / CACHES,
    busiestSecond: Math.max(...counts),
    lossMs: { told: loss('told'), silent: loss('silent') },
  };
}

/** Questions of all caches, by second. */
function questionsBySecond(range: TtlRange, { intervalMs, fall }: Watch): number[] {
  const looks = { everyMs: intervalMs, phaseMs: 0, confirmedMs: 500, doubtedMs: 1000 };
  const outlook = { turnsInMs: fall * intervalMs, looks, unsettled: false };
  const zone = exampleZone('', steering([pool('x', ['192.0.2.1'])], [record('www', { policy: 'pool', pool: 'x' }, { ttl: range })]));
  const server = serve(zone, { states: { 'x/a': { outlook } } });
  const counts = new Array<number>(COUNTED_S).fill(0);
  for (let cache = 0; cache < CACHES; cache++) {
    const client = `198.51.${100 + (cache >> 8)}.${cache & 255}`;
    // Their first questions are spread over a TTL, anyhow within a second.
    let askMs = START_MS + (1000 * range.maxSeconds * (cache + 0.5)) / CACHES;
    while (askMs < START_MS + 1000 * (WARM_UP_S + COUNTED_S)) {
      const second = Math.floor((askMs - START_MS) / 1000) - WARM_UP_S;
      if (second >= 0) counts[second]!++;
      server.lookup.setTime(askMs);
      askMs += 1000 * Number(server.ask('www.example.com.', 'A', { client }).answers[0]!.split(' ')[1]);
    }
  }
  return counts;
}

/** Sets the report out. */
export function alignmentSections({ rows }: AlignmentReport): readonly (string | Table)[] {
  const head = ['align', 'interval', 'questions a minute', 'of 300 caches in the busiest second', 'loss, told', 'loss, silent'];
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  const lines = rows.map(({ align, intervalMs, questionsAMinute, busiestSecond, lossMs }) => [
    align,
    `${intervalMs / 1000} s`,
    questionsAMinute.toFixed(2),
    String(busiestSecond),
    seconds(lossMs.told),
    seconds(lossMs.silent),
  ]);
  return [{ lines: [head, ...lines], left: 1 }];
}
