import type { Finding } from '../model/declared.ts';

/** A finding about a file as a whole. */
export function aboutFile(file: string, message: string, severity: Finding['severity'] = 'error'): Finding {
  return { severity, file, line: 1, column: 1, message };
}

/** The findings in the order of files, lines and columns, each once. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const unique = new Map(findings.map(finding => [JSON.stringify(finding), finding]));
  return [...unique.values()].sort((a, b) => byText(a.file, b.file) || a.line - b.line || a.column - b.column);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
