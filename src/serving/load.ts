import type { PreparedNames } from '../answer/plan.ts';
import { presentFinding } from '../config/present.ts';
import type { Declared, Finding } from '../model/declared.ts';
import { StartError } from './errors.ts';
import type { Logger } from './log.ts';
import { type Loaded, type PackedLoad, unpackLoad, type ZonesSource } from './packed-load.ts';
import { runThread } from './run-thread.ts';

/** Zones that can be served, and the index of their names. */
export interface PreparedZones {
  readonly declared: Declared;
  readonly prepared: PreparedNames | undefined;
}

/** The zones to begin with; warnings go to the log. Throws StartError with every mistake, a line each. */
export async function loadFirst(source: ZonesSource, log: Logger, signal: AbortSignal): Promise<PreparedZones> {
  const { declared, findings, prepared } = await loadInThread(source, signal);
  if (!declared) {
    const lines = findings.map(presentFinding);
    throw new StartError([`the zones in ${source.zones} cannot be served:`, ...lines].join('\n'));
  }
  logFindings(findings, log);
  return { declared, prepared };
}

const ENTRY = new URL('./load-thread.ts', import.meta.url);

/** Reads a zones directory in a thread of its own, from `entry` on. Rejects when `signal` ends it, whatever the thread is at. */
export async function loadInThread({ zones, allowExec }: ZonesSource, signal: AbortSignal, entry = ENTRY): Promise<Loaded> {
  return unpackLoad((await runThread(entry, { zones, allowExec } satisfies ZonesSource, signal)) as PackedLoad);
}

/** One line of the log for each finding. */
export function logFindings(findings: readonly Finding[], log: Logger): void {
  for (const finding of findings) log[finding.severity === 'error' ? 'error' : 'warn']({ finding }, presentFinding(finding));
}
