import { intentTargetKey } from '../../lib/keys.ts';
import type { Drill } from '../../model/drill.ts';
import type { Intent, IntentTarget } from '../../model/intent.ts';

/** No token has such an author: its id stands behind its name. */
const AUTHOR = /^drill \d{8}-\d{6}(?:-\d+)?$/;

/** The overrides of a drill: what they are about is down, as if it had failed. They expire, whatever becomes of the drill. */
export function intentsOf({ id, targets, author, reason, startedAtMs, expiresAtMs }: Drill): Intent[] {
  const facts = { author: authorOf(id), reason: `${author}: ${reason}`, createdAtMs: startedAtMs, expiresAtMs };
  return targets.map(target => ({ kind: 'override', state: 'down', target, ...facts }));
}

/** Those of its targets whose override is still its own: one that an operator has put in its place stays. */
export function ownTargets({ id, targets }: Pick<Drill, 'id' | 'targets'>, intents: readonly Intent[]): IntentTarget[] {
  const own = new Set(intents.filter(intent => intent.author === authorOf(id) && intent.kind === 'override').map(keyOf));
  return targets.filter(target => own.has(intentTargetKey(target)));
}

/** What overrides are about that drills have laid. */
export function strayTargets(intents: readonly Intent[]): IntentTarget[] {
  return intents.flatMap(intent => (intent.kind === 'override' && AUTHOR.test(intent.author) ? [intent.target] : []));
}

function authorOf(id: string): string {
  return `drill ${id}`;
}

function keyOf({ target }: Intent): string {
  return intentTargetKey(target);
}
