import type { Verdict } from '../model/health.ts';
import type { Need, Quorum } from '../model/monitor.ts';

/** One voice in a verdict. */
export interface Voice {
  readonly down: boolean;
  readonly region: string | undefined;
}

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

/** One voice that may not have come to a verdict yet. */
export interface StatedVoice {
  readonly verdict: Verdict;
  readonly region: string | undefined;
}

/** What voices, of which there is at least one, come to; `unknown` where that hangs on those that have not come to a verdict. */
export function verdictOf(quorum: Quorum, voices: readonly StatedVoice[]): Verdict {
  const down = (isDown: (verdict: Verdict) => boolean) => {
    const counted = voices.map(({ verdict, region }) => ({ down: isDown(verdict), region }));
    return seesDown(quorum, counted);
  };
  if (down(verdict => verdict === 'down')) return 'down';
  return down(verdict => verdict !== 'up') ? 'unknown' : 'up';
}

/** Whether voices, of which there is at least one, make an endpoint down. Vantages without a region are one of their own. */
export function seesDown({ need, perRegion }: Quorum, voices: readonly Voice[]): boolean {
  if (!perRegion) return reaches(need, voices);
  const regions = Map.groupBy(voices, ({ region }) => region);
  return reaches(
    need,
    [...regions.values()].map(members => ({ down: reaches(perRegion, members) })),
  );
}

function reaches(need: Need, voices: readonly Pick<Voice, 'down'>[]): boolean {
  let down = 0;
  for (const voice of voices) if (voice.down) down++;
  return down >= needOf(need, voices.length);
}
