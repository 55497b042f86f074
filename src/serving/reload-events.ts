import type { Finding } from '../model/declared.ts';
import type { EventSink } from '../model/event.ts';

interface Parts {
  readonly events?: EventSink | undefined;
}

interface Taken {
  readonly zones: number;
  readonly findings: readonly Finding[];
  readonly generation: number;
}

/** Tells that zones were read again, and are served. */
export function noteReloaded({ events }: Parts, { zones, findings, generation }: Taken): void {
  const warnings = findings.length === 0 ? '' : `, with ${counted(findings.length, 'warning')}`;
  const message = `zones reloaded: ${zones} served as generation ${generation}${warnings}`;
  events?.note({ kind: 'reload', generation, message, data: { outcome: 'taken', zones, findings: findings.length } });
}

/** Tells that zones were read again and are not good; names the first thing that is wrong. */
export function noteRejected({ events }: Parts, findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const first = errors[0] ?? findings[0];
  const place = first === undefined ? '' : `, the first: ${first.file}:${first.line}:${first.column}: ${first.message}`;
  const message = `zones not reloaded, the old ones are served on: ${counted(errors.length, 'error')}${place}`;
  events?.note({ kind: 'reload', level: 'error', message, data: { outcome: 'rejected', findings: findings.length } });
}

/** Tells that zones could not be read or served. */
export function noteReloadFailed({ events }: Parts, error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  const message = `zones not reloaded, the old ones are served on: ${why}`;
  events?.note({ kind: 'reload', level: 'error', message, data: { outcome: 'failed' } });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
