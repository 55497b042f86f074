import type { Need, Quorum } from '../model/monitor.ts';

/** How many of `count` it takes: at least 1, at most all of them. `majority` is more than half. */
export function needOf(need: Need, count: number): number {
  switch (need.kind) {
    case 'majority':
      return Math.floor(count / 2) + 1;
    case 'any':
      return 1;
    case 'all':
      return Math.max(1, count);
    case 'count':
      return Math.max(1, Math.min(need.count, count));
    case 'percent':
      return Math.max(1, Math.ceil((count * need.percent) / 100));
  }
}

/** How many of `vantages`, wherever they are, are certain to be enough: where it goes by regions, that takes all of them. */
export function surelyEnough({ need, perRegion }: Quorum, vantages: number): number {
  return perRegion ? vantages : needOf(need, vantages);
}
