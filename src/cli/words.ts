import type { Counts } from '../api/contract.ts';

/** `1 zone`, `2 zones`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** `2 up, 1 down`: the states that any endpoint is in; `none` for no endpoints. */
export function presentCounts(counts: Counts): string {
  const parts = Object.entries(counts).flatMap(([state, n]) => (n > 0 ? [`${n} ${state}`] : []));
  return parts.join(', ') || 'none';
}

/** A short span as people read it: `0.8ms`, `41ms`, `2s`, `2.5s`. */
export function presentMs(ms: number): string {
  if (ms >= 1000) return `${Number((ms / 1000).toFixed(1))}s`;
  return `${ms < 1 ? Number(ms.toFixed(1)) : Math.round(ms)}ms`;
}

/** Milliseconds as the two largest units that count: `3d 4h`, `5m 10s`, `0s`. */
export function presentAge(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  const units = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const first = units.findIndex(([amount]) => amount > 0);
  if (first < 0) return '0s';
  const shown = units.slice(first, first + 2).filter(([amount]) => amount > 0);
  return shown.map(([amount, unit]) => `${amount}${unit}`).join(' ');
}
