import type { ExplanationView, MonitorStandingView } from '../api/contract.ts';
import { presentSight } from './ballots.ts';
import { table } from './table.ts';

/**
 * What the vantages see of the endpoints that were looked at, under a head of its own; empty where the steps say it all: one vantage, and
 * everything up.
 */
export function vantageTable(endpoints: ExplanationView['endpoints']): string {
  const rows = endpoints.flatMap(({ endpoint, monitors }) => {
    const told = monitors.filter(tellsMore).flatMap(standingRows);
    return told.map((row, i) => [i === 0 ? endpoint : '', ...row]);
  });
  return rows.length === 0 ? '' : `What the vantages see\n${table(['ENDPOINT', 'MONITOR', 'VANTAGE', 'SEES', 'WHY'], rows, 2)}`;
}

function tellsMore({ verdict, ballots }: MonitorStandingView): boolean {
  return ballots.length > 1 || verdict !== 'up';
}

function standingRows({ name, verdict, reason, ballots }: MonitorStandingView): string[][] {
  if (ballots.length === 0) return [[name, 'none', verdict, reason]];
  return ballots.map((ballot, i) => {
    const silent = ballot.silent === null ? '' : `; has no say: ${ballot.silent}`;
    return [i === 0 ? name : '', ballot.vantage, presentSight(ballot), ballot.reason + silent];
  });
}
