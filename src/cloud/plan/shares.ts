import { apportion } from '../../lib/apportion.ts';

/** Shares are told in millionths where whole numbers are needed. */
const MILLION = 1_000_000;
/** Percent, as people write ratios: 40 and 60. */
const HUNDRED = 100;

/**
 * Weights from `min` to `max` for shares above 0 that sum to 1: as percent where that is exact, else as fine as `max` allows. A share too small
 * is given `min`.
 */
export function weightsOf(shares: readonly number[], { min, max }: { readonly min: number; readonly max: number }): number[] {
  const greatest = Math.max(...shares);
  const isPercent = max >= HUNDRED * greatest && shares.every(share => Math.abs(HUNDRED * share - Math.round(HUNDRED * share)) < 1e-6);
  const total = isPercent ? HUNDRED : Math.floor(max / greatest + 1e-9);
  const parts = apportion(
    total,
    shares.map(share => Math.round(MILLION * share)),
  );
  return parts.map(part => Math.min(max, Math.max(min, part)));
}

/** How far the greatest miss is when `weights` are told instead of `shares`: 0.05 where 10 % is told as 15 %. */
export function missOf(shares: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(...shares.map((share, i) => Math.abs(share - weights[i]! / total)));
}

/**
 * How many of `shares`, which sum to 1 and of which the greatest is first, come nearest to what was asked when each of them gets the same: with
 * 90 % and 10 % one, with 60 % and 40 % both. Of counts that are equally near, the greatest.
 */
export function evenCount(shares: readonly number[]): number {
  let best = 1;
  for (let count = 2; count <= shares.length; count++) {
    if (distance(shares, count) <= distance(shares, best) + 1e-9) best = count;
  }
  return best;
}

/** The sum of all misses when the first `count` get the same and the others nothing. */
function distance(shares: readonly number[], count: number): number {
  return shares.reduce((sum, share, i) => sum + Math.abs(share - (i < count ? 1 / count : 0)), 0);
}

/** `12.5 %`: a share as people read it. */
export function percentText(share: number): string {
  return `${Number((HUNDRED * share).toFixed(1))} %`;
}
