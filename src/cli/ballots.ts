import type { BallotView, MonitorStandingView } from '../api/contract.ts';
import { plain, table } from './table.ts';
import { count, presentAge, presentMs } from './words.ts';

/** One monitor of an endpoint: what follows from it and why, and a table of what each vantage sees. */
export function presentStanding(standing: MonitorStandingView, nowMs: number): string {
  const { name, role, verdict, reason, since, ballots } = standing;
  const informs = role === 'inform' ? ', informs only' : '';
  const head = `Monitor ${name}${informs}: ${verdict} for ${presentAge(nowMs - Date.parse(since))}: ${reason}`;
  const lines = [head, ...[quorumWords(standing), flapWords(standing), recoveryWords(standing, nowMs)].flatMap(text => text ?? [])];
  return [lines.map(plain).join('\n  '), ...(ballots.length === 0 ? [] : [ballotTable(ballots, nowMs)])].join('\n\n');
}

/** `up`, or `up, 1 against it` while observations speak against it. */
export function presentSight({ verdict, streak }: BallotView): string {
  return streak === 0 ? verdict : `${verdict}, ${streak} against it`;
}

function quorumWords({ voters, needed, verdict, ballots }: MonitorStandingView): string | undefined {
  if (ballots.length === 0) return undefined;
  if (voters === 0) return `No vantage has a say: it stays ${verdict}`;
  const say = `${count(voters, 'vantage')} ${voters === 1 ? 'has' : 'have'} a say`;
  return needed === 0 ? `${say}; the quorum counts regions` : `${say}; ${needed} must see it down for it to be down`;
}

function flapWords({ flaps, rise_needed }: MonitorStandingView): string | undefined {
  if (flaps === 0) return undefined;
  return `Turned down ${flaps === 1 ? 'once' : `${flaps} times`} within the last hour; ${rise_needed} successes in a row are needed to be up`;
}

function recoveryWords({ recovering }: MonitorStandingView, nowMs: number): string | undefined {
  if (!recovering) return undefined;
  const { since, up_at } = recovering;
  const well = `Well again for ${presentAge(nowMs - Date.parse(since))}`;
  return up_at === null ? `${well}, and waits for an operator` : `${well}, and up again in ${presentAge(Date.parse(up_at) - nowMs)}`;
}

/** Columns without anything to tell are left out. */
function ballotTable(ballots: readonly BallotView[], nowMs: number): string {
  const columns: readonly (readonly [head: string, cell: (ballot: BallotView) => string])[] = [
    ['VANTAGE', ({ vantage }) => vantage],
    ['REGION', ({ region }) => region ?? ''],
    ['SEES', presentSight],
    ['WHY', ({ reason }) => reason],
    ['AGO', ({ at }) => presentAge(nowMs - Date.parse(at))],
    ['TOOK', ({ duration_ms }) => presentMs(duration_ms)],
    ['OF THAT', ({ phases }) => presentPhases(phases)],
    ['NO SAY', ({ silent }) => silent ?? ''],
  ];
  const told = columns.filter(([, cell]) => ballots.some(ballot => cell(ballot) !== ''));
  return table(
    told.map(([head]) => head),
    ballots.map(ballot => told.map(([, cell]) => cell(ballot))),
    2,
  );
}

const PHASES = [
  ['lookup_ms', 'lookup'],
  ['connect_ms', 'connect'],
  ['tls_ms', 'tls'],
  ['first_byte_ms', 'first byte'],
  ['content_ms', 'content'],
] as const;

/** `connect 3ms · tls 12ms · first byte 21ms`. */
function presentPhases(phases: BallotView['phases']): string {
  if (!phases) return '';
  return PHASES.flatMap(([key, name]) => (phases[key] === null ? [] : [`${name} ${presentMs(phases[key])}`])).join(' · ');
}
