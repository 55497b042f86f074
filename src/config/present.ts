import type { Finding } from '../model/declared.ts';

/**
 * One line for people and editors: `FILE:LINE:COL: message`; a warning says so before its message. Characters that would break the
 * line or steer a terminal are escaped, for messages quote what files hold.
 */
export function presentFinding(finding: Finding): string {
  const severity = finding.severity === 'warning' ? 'warning: ' : '';
  return `${finding.file}:${finding.line}:${finding.column}: ${severity}${finding.message}`.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  return character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
