import { sameProbe } from '../lib/same-probe.ts';
import type { Probe, ProbeSettings, ProbeTarget, TargetKey } from '../model/health.ts';

/** What vantages are to do, and whom it serves. */
export interface ProbePlan {
  readonly probes: readonly Probe[];
  /** The targets that a probe's observations are of; none for a probe that is not in the plan. */
  readonly targetsOf: (probe: TargetKey) => readonly TargetKey[];
  /** The probe that observes a target; undefined for a target that is not in the plan. */
  readonly probeOf: (target: TargetKey) => TargetKey | undefined;
}

/**
 * What it takes to observe all targets: the same check of the same address at the same interval is done once, whoever asks for it. It
 * confirms as often and as soon as the most careful of them wants; those that do not want it are done by themselves.
 */
export function planProbes(targets: readonly ProbeTarget[]): ProbePlan {
  const alike = [...Map.groupBy(targets, sameProbe).values()];
  const probes = alike.map(group => ({ ...probeOf(group), monitor: settingsOf(group) }));
  const served = new Map(alike.map(group => [group[0]!.key, group.map(({ key }) => key)]));
  const server = new Map(alike.flatMap(group => group.map(({ key }) => [key, group[0]!.key])));
  return { probes, targetsOf: probe => served.get(probe) ?? [], probeOf: target => server.get(target) };
}

function probeOf([first]: readonly ProbeTarget[]): Omit<Probe, 'monitor'> {
  const { key, site, address } = first!;
  return { key, site, address };
}

function settingsOf(group: readonly ProbeTarget[]): ProbeSettings {
  const monitors = group.map(({ monitor }) => monitor);
  const { intervalMs, timeoutMs, check } = monitors[0]!;
  const [confirmMs] = monitors.map(monitor => monitor.confirmMs).sort((a = 0, b = 0) => a - b);
  const fall = Math.max(...monitors.map(monitor => monitor.fall));
  return { intervalMs, timeoutMs, fall, confirmMs, check };
}
