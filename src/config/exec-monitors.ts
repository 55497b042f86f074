import type { DraftedZone } from './alias-graph.ts';

/** What becomes of monitors that run programs: they may, or it is told that `serve` has to allow them, or they are mistakes. */
export type ExecRule = 'allow' | 'warn' | 'refuse';

/** Notes every monitor of type `exec` that the rule does not let pass. */
export function tellExecMonitors(zones: Iterable<DraftedZone>, rule: ExecRule): void {
  if (rule === 'allow') return;
  for (const { zone, draft } of zones) {
    for (const { name, check } of zone.steering?.monitors.values() ?? []) {
      if (check.type !== 'exec' || !draft) continue;
      const path = ['monitors', name, 'type'];
      if (rule === 'warn') draft.warning(path, 'the server runs programs only with --allow-exec');
      else draft.error(path, 'it runs a program, and this server was not started with --allow-exec');
    }
  }
}
