import type { DrillList, DrillStart, DrillView, PlannedDrillView } from '../api/contract.ts';
import { plain, table } from './table.ts';
import { presentAge, presentMs } from './words.ts';

type Moment = DrillView['timeline'][number];

/** What a drill does, in one line. */
export function presentHead({ id, record, away_from, for_seconds, phase, outcome }: DrillView): string {
  const state = phase === 'ended' ? (outcome ?? 'ended') : `under way (${phase})`;
  return `drill ${id}: ${plain(record)} away from ${away_from} for ${presentAge(for_seconds * 1000)}, ${state}`;
}

/** A line of its timeline. */
export function presentMoment({ at, after_ms, step, detail }: Moment): string {
  return `  ${at.slice(11, 23)}  ${`+${presentMs(after_ms)}`.padEnd(8)}  ${step.replaceAll('_', ' ').padEnd(18)}  ${plain(detail)}`;
}

/** A drill with its timeline. */
export function presentDrill(drill: DrillView): string {
  return [presentHead(drill), ...drill.timeline.map(presentMoment)].join('\n');
}

/** What a dry run found: each condition, and where clients would go. */
export function presentStart({ would_start, checks, moves, targets }: DrillStart): string {
  const rows = moves.flatMap(({ record, type, shares }) =>
    shares.map(({ to, before, after }) => [`${record} ${type}`, to, percent(before), percent(after)]),
  );
  return [
    would_start ? 'The drill would start.' : 'The drill would NOT start.',
    table(
      ['CONDITION', 'MET', ''],
      checks.map(({ check, ok, detail }) => [check.replaceAll('_', ' '), ok ? 'yes' : 'NO', detail]),
      2,
    ),
    `Forced down: ${targets.map(plain).join(', ')}`,
    rows.length === 0 ? '' : table(['RECORD', 'TO', ' WITHOUT', '    WITH'], rows, 2),
  ]
    .filter(text => text !== '')
    .join('\n\n');
}

/** The drills that were held. */
export function presentList({ drills }: DrillList): string {
  if (drills.length === 0) return 'no drill was held yet';
  return table(['ID', 'RECORD', 'AWAY FROM', 'FOR', 'BY', 'OUTCOME', 'BECAUSE'], drills.map(rowOf));
}

function rowOf({ id, name, record, away_from, for_seconds, author, phase, outcome, because }: DrillView): string[] {
  const state = phase === 'ended' ? (outcome ?? 'ended') : phase;
  return [id, record, away_from, presentAge(for_seconds * 1000), name === null ? author : `${author}: ${name}`, state, because ?? ''];
}

/** The declared drills; empty where there are none. */
export function presentPlanned(planned: readonly PlannedDrillView[]): string {
  if (planned.length === 0) return '';
  return table(
    ['DRILL', 'RECORD', 'AWAY FROM', 'FOR', 'NEXT'],
    planned.map(({ zone, name, record, away_from, for_seconds, next }) => [
      `${zone}/${name}`,
      record,
      away_from,
      presentAge(for_seconds * 1000),
      next ?? 'by hand',
    ]),
  );
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`.padStart(8);
}
