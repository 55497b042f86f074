import { needOf } from '../lib/need.ts';
import type { Verdict } from '../model/health.ts';
import type { Need, Quorum } from '../model/monitor.ts';

export { needOf };

/** One voice in a verdict. */
export interface Voice {
  readonly down: boolean;
  readonly region: string | undefined;
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
