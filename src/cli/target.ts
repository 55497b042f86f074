import { UsageError } from '../config/usage-error.ts';
import { readTarget, TARGET_FORM, type TargetText } from '../lib/target-text.ts';

export { TARGET_FORM } from '../lib/target-text.ts';

/** What a command is about, and its path in the API. */
export interface Target {
  readonly kind: TargetText['kind'];
  /** As it was written. */
  readonly text: string;
  readonly path: string;
}

/** Reads a target. Throws a UsageError. */
export function parseTarget(text: string): Target {
  const target = readTarget(text);
  if (!target) throw new UsageError(`target: expected ${TARGET_FORM}, found "${text}"`);
  return { kind: target.kind, text, path: `/v1/zones/${encodeURIComponent(target.zone)}/${pathOf(target)}` };
}

function pathOf(target: TargetText): string {
  if (target.kind === 'site') return `sites/${encodeURIComponent(target.site)}`;
  const pool = `pools/${encodeURIComponent(target.pool)}`;
  return target.kind === 'pool' ? pool : `${pool}/endpoints/${encodeURIComponent(target.endpoint)}`;
}
