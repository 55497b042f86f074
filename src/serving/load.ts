import { loadZones } from '../config/load.ts';
import { presentFinding } from '../config/present.ts';
import type { Declared, Finding } from '../model/declared.ts';
import { StartError } from './errors.ts';
import type { Logger } from './log.ts';

/** The zones to begin with; warnings go to the log. Throws StartError with every mistake, a line each. */
export function loadFirst(directory: string, log: Logger): Declared {
  const { declared, findings } = loadZones(directory);
  if (!declared) {
    const lines = findings.map(presentFinding);
    throw new StartError([`the zones in ${directory} cannot be served:`, ...lines].join('\n'));
  }
  logFindings(findings, log);
  return declared;
}

/** One line of the log for each finding. */
export function logFindings(findings: readonly Finding[], log: Logger): void {
  for (const finding of findings) log[finding.severity === 'error' ? 'error' : 'warn']({ finding }, presentFinding(finding));
}
