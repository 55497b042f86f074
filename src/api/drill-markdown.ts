import type { DrillView } from './drill-contract.ts';

/** The evidence of a drill for people, in Markdown: what was to be done, on which conditions, and what happened when. */
export function drillMarkdown(drill: DrillView, version: string): string {
  const parts = [
    `# Drill ${drill.id}`,
    verdictOf(drill),
    table(['', ''], facts(drill, version)),
    '## Conditions of the start',
    table(
      ['condition', 'met', 'found'],
      drill.checks.map(({ check, ok, detail }) => [check.replaceAll('_', ' '), ok ? 'yes' : 'NO', detail]),
    ),
    '## Where the clients went (forecast)',
    movesOf(drill),
    '## Timeline',
    table(
      ['time (UTC)', 'since the decision', 'step', 'what'],
      drill.timeline.map(({ at, after_ms, step, detail }) => [at, seconds(after_ms), step.replaceAll('_', ' '), detail]),
    ),
    '## Figures',
    figuresOf(drill),
    HOW_MEASURED,
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

const HOW_MEASURED = `Times are those of the clock of the server. "Published" is when every worker served the change. What caches held was counted answer by
answer as they were handed out, with the moment at which each runs out; whether a cache kept one so long, or longer than it may, is not known here. Where
it says "greatest TTL", answers were not counted, and the longest that any of them may be kept is taken.`;

function verdictOf({ phase, outcome, because, record, away_from }: DrillView): string {
  const what = `Clients of ${record} away from ${away_from}`;
  const how = outcome === null || phase !== 'ended' ? `under way (${phase})` : outcome;
  return `**${what}: ${how}**${because === null ? '' : `, because ${inline(because)}`}`;
}

function facts(drill: DrillView, version: string): string[][] {
  const { error_rate: rate } = drill;
  return [
    ['zone', drill.zone],
    ['declared as', drill.name ?? 'not declared: asked for by hand'],
    ['asked for by', drill.author],
    ['reason', drill.reason],
    ['decided', drill.started],
    ['to last', seconds(drill.for_seconds * 1000)],
    ['forced down', drill.targets.join(', ')],
    ['taking clients over', drill.survivors.join(', ') || 'none'],
    ['healthy enough', `${drill.min_healthy_percent} % of the endpoints of each, and its min_up`],
    ['other records', drill.including_others ? 'may move as well' : 'may not move'],
    ['overrides expire', drill.expires],
    ...(rate ? [['rate of errors', `${rate.url}, at most ${rate.max}: ${rate.readings} readings, worst ${rate.worst ?? 'none'}`]] : []),
    ['server', `Meridian ${version}`],
  ];
}

function movesOf({ moves }: DrillView): string {
  if (moves.length === 0) return 'None would move.';
  const rows = moves.flatMap(({ record, type, shares }) =>
    shares.map(({ to, before, after }) => [`${record} ${type}`, to, percent(before), percent(after)]),
  );
  return table(['record', 'to', 'without', 'with the drill'], rows);
}

function figuresOf({ figures, drain, recovery }: DrillView): string {
  const rows: [string, number | null][] = [
    ['decide: from the decision until every worker served it', figures.publish_ms],
    ['drain: until 50 % of the answers that caches held had run out', figures.drain_half_ms],
    ['drain: 90 %', figures.drain_ninety_percent_ms],
    ['drain: 99 %', figures.drain_ninety_nine_percent_ms],
    ['drain: the last', figures.drain_all_ms],
    ['away: from then until clients were let back', figures.away_ms],
    ['failback: until every worker served it', figures.failback_ms],
    ['recovery: until the answers handed out meanwhile had run out', figures.recovery_ms],
  ];
  const held = [heldText(drain, 'when clients were moved'), heldText(recovery, 'when they were let back')].filter(text => text !== '');
  const shown = rows.map(([what, ms]) => [what, ms === null ? 'not reached, or not counted' : seconds(ms)]);
  return [table(['phase', 'took'], shown), ...held].join('\n\n');
}

function heldText(drain: DrillView['drain'], when: string): string {
  if (!drain) return '';
  return drain.measured_by === 'answers'
    ? `Answers unexpired ${when}: ${drain.answers}.`
    : `Answers unexpired ${when}: not counted; the greatest TTL ran until ${drain.all}.`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [line(heads), `| ${heads.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A text that stays within its cell, whatever its source. */
function inline(text: string): string {
  return text.replace(/[\p{Cc}]/gu, ' ').replace(/[|\\<>`*_[\]]/g, mark => `\\${mark}`);
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}
