import type { DrainList, DrainView } from '../api/contract.ts';
import { placeOf, presentWithin } from './exposure-text.ts';
import { plain, table } from './table.ts';
import { presentMs } from './words.ts';

const HEADS = ['ID', 'SERVED', 'ENDPOINT', 'BY', 'ANSWERS', '50 % AFTER', '90 %', '99 %', 'LAST', 'STATE', 'WHY'];

const CAUSES: Readonly<Record<DrainView['cause'], string>> = {
  down: 'down',
  'forced-down': 'forced down',
  drain: 'drain',
  weight: 'weight 0',
  removed: 'removed',
};

/** A row for each drain, the newest first. */
export function presentDrains({ now, drains }: DrainList): string {
  const rows = drains.map(drain => [
    String(drain.id),
    drain.served,
    placeOf(drain),
    CAUSES[drain.cause],
    String(drain.answers),
    ...momentsOf(drain),
    stateOf(drain, Date.parse(now)),
    plain(drain.reason),
  ]);
  return rows.length === 0 ? 'no drains' : table(HEADS, rows);
}

function momentsOf({ served, run_out }: DrainView): string[] {
  if (!run_out) return ['', '', '', ''];
  const moments = [run_out.half, run_out.ninety, run_out.ninety_nine, run_out.last];
  return moments.map(moment => presentMs(Date.parse(moment) - Date.parse(served)));
}

function stateOf(drain: DrainView, nowMs: number): string {
  const since = drain.given_since === 0 ? '' : `; ${drain.given_since} given since`;
  return `${wordsOf(drain, nowMs)}${since}`;
}

function wordsOf({ state, answers, left, run_out, ended }: DrainView, nowMs: number): string {
  switch (state) {
    case 'running': {
      const gone = answers === 0 ? 1 : 1 - (left ?? 0) / answers;
      return `${(100 * gone).toFixed(1)} % gone, ${left} left, ${run_out ? presentWithin(Date.parse(run_out.last) - nowMs) : '0s'} to go`;
    }
    case 'drained':
      return 'drained';
    case 'given-again':
      return `given again at ${ended}, ${left} left`;
    case 'interrupted':
      return `interrupted by a restart at ${ended}`;
  }
}
