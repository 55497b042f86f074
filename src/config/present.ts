import type { Finding } from '../model/declared.ts';

/** One line for people and editors: `FILE:LINE:COL: message`; a warning says so before its message. */
export function presentFinding(finding: Finding): string {
  const severity = finding.severity === 'warning' ? 'warning: ' : '';
  return `${finding.file}:${finding.line}:${finding.column}: ${severity}${finding.message}`;
}
