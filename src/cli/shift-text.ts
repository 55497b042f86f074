import type { ShiftList, ShiftStart, ShiftView } from '../api/contract.ts';
import { plain, table } from './table.ts';
import { presentAge } from './words.ts';

type Moment = ShiftView['timeline'][number];
type Weights = ShiftView['from'];

/** What a shift does and where it stands, in one line. */
export function presentShiftHead(shift: ShiftView): string {
  const { id, record, shares, step, steps } = shift;
  return `shift ${id}: ${plain(record)} to ${presentShares(shares)}, step ${step} of ${steps.length}, ${stateOf(shift)}`;
}

/** A line of its timeline. */
export function presentShiftMoment({ at, what, detail }: Moment): string {
  return `  ${at.slice(11, 19)}  ${what.padEnd(10)}  ${plain(detail)}`;
}

/** A shift with its terms, its steps and its timeline. */
export function presentShift(shift: ShiftView): string {
  const { steps, step, from, every_seconds, on_unhealthy, min_healthy_percent, next_after_seconds, author, reason } = shift;
  const next = next_after_seconds === null ? '' : `, the next one in ${presentAge(next_after_seconds * 1000)} at the earliest`;
  const rows = steps.map(({ percent, weights }, i) => [String(i + 1), `${percent} %`, presentWeights(weights), i < step ? 'yes' : '']);
  return [
    presentShiftHead(shift),
    `  by ${plain(author)}${reason === '' ? '' : `: ${plain(reason)}`}`,
    `  a step every ${presentAge(every_seconds * 1000)}${next}; ${min_healthy_percent} % of ${shift.receiving.map(plain).join(', ')} must be up, else ${on_unhealthy}`,
    table(['STEP', 'WAY', 'SHARES', 'TAKEN'], [['', '', presentWeights(from), 'before'], ...rows], 2),
    ...shift.timeline.map(presentShiftMoment),
  ].join('\n');
}

/** What a dry run found: each condition, each step, and where clients would go. */
export function presentShiftStart({ would_start, checks, from, steps }: ShiftStart): string {
  const rows = steps.map(({ percent, weights }, i) => [String(i + 1), `${percent} %`, presentWeights(weights)]);
  const moves = steps.flatMap(({ forecast }, i) =>
    (forecast ?? []).flatMap(({ record, type, shares }) =>
      shares.map(({ pool, before, after }) => [String(i + 1), `${record} ${type}`, pool, presentPart(before), presentPart(after)]),
    ),
  );
  return [
    would_start ? 'The shift would start.' : 'The shift would NOT start.',
    table(
      ['CONDITION', 'MET', ''],
      checks.map(({ check, ok, detail }) => [check, ok ? 'yes' : 'NO', detail]),
      2,
    ),
    table(['STEP', 'WAY', 'SHARES'], [['', '', presentWeights(from)], ...rows], 2),
    moves.length === 0 ? '' : table(['STEP', 'RECORD', 'POOL', '     NOW', '    THEN'], moves, 2),
  ]
    .filter(text => text !== '')
    .join('\n\n');
}

/** The shifts that there are, a line each. */
export function presentShifts({ shifts }: ShiftList): string {
  if (shifts.length === 0) return 'there was no shift yet';
  const rows = shifts.map(shift => [
    shift.id,
    shift.record,
    presentShares(shift.shares),
    `${shift.step}/${shift.steps.length}`,
    shift.author,
    stateOf(shift),
    shift.because ?? '',
  ]);
  return table(['ID', 'RECORD', 'TO', 'STEP', 'BY', 'STATE', 'BECAUSE'], rows);
}

/** How it stands, or how it ended, in a word or two. */
export function stateOf({ phase, outcome }: Pick<ShiftView, 'phase' | 'outcome'>): string {
  return phase === 'ended' ? (outcome ?? 'ended').replace('_', ' ') : phase;
}

function presentShares(shares: ShiftView['shares']): string {
  return Object.entries(shares)
    .map(([branch, percent]) => `${plain(branch)}=${percent} %`)
    .join(' ');
}

function presentWeights(weights: Weights): string {
  return Object.entries(weights)
    .map(([branch, weight]) => `${plain(branch)} ${weight / 100} %`)
    .join(', ');
}

function presentPart(part: number): string {
  return `${(part * 100).toFixed(1)} %`.padStart(8);
}
