import { targetKey } from '../../../src/lib/keys.ts';
import type { Declared } from '../../../src/model/declared.ts';
import { declare, endpoint, monitor, pool } from '../../health/declare.ts';

export const VANTAGES = 20;
export const ENDPOINTS = 10_000;
export const INTERVAL_MS = 10_000;

/** One endpoint in so many is always down. */
export const DOWN_ONE_IN = 1000;

/** 10,000 endpoints in 100 pools, each checked over HTTP every ten seconds. */
export function intakeZones(): Declared {
  const perPool = 100;
  const pools = Array.from({ length: ENDPOINTS / perPool }, (_, p) =>
    pool({
      name: `pool${p}`,
      endpoints: Array.from({ length: perPool }, (_, e) => endpoint(`e${e}`, `10.${p}.0.${e}`)),
    }),
  );
  return declare(pools, [monitor('web', { intervalMs: INTERVAL_MS, timeoutMs: 2000 })]);
}

/** The keys of what is probed, in the order of the zones. */
export function intakeKeys(): readonly string[] {
  return Array.from({ length: ENDPOINTS }, (_, i) => targetKey(`example.com./pool${Math.floor(i / 100)}/e${i % 100}`, 'web'));
}
