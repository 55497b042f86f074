import { parseTtlSeconds } from '../lib/ttl-text.ts';
import type { AnyTarget, Intent, IntentTarget } from '../model/intent.ts';
import type { Name } from '../model/zone.ts';
import { changedIntents } from './changed.ts';
import type { MaintenanceChange, OverrideChange, WeightChange } from './contract.ts';
import { parseExpiry } from './expiry.ts';
import type { IntentChange, Operations } from './operations.ts';
import { Problem } from './problem.ts';
import type { Recording } from './recording.ts';
import { presentTarget, type Scenery } from './view.ts';
import { readWindow } from './window.ts';

/** What an intent has besides what is asked for. */
export interface Occasion {
  readonly target: IntentTarget;
  readonly author: string;
  readonly nowMs: number;
}

/** The intent that a weight change asks for; its `expires` has been checked. */
export function weightIntent(change: WeightChange, occasion: Occasion): Intent {
  // JSON has a negative zero; nobody means it.
  return { kind: 'weight', weight: change.weight || 0, ...facts(change, occasion) };
}

/** The intent that an override asks for; its `expires` and `ttl` have been checked. */
export function overrideIntent(change: OverrideChange, occasion: Occasion): Intent {
  const ttlSeconds = change.ttl === undefined ? undefined : parseTtlSeconds(change.ttl);
  return { kind: 'override', state: change.state, ...facts(change, occasion), ...(ttlSeconds !== undefined && { ttlSeconds }) };
}

/** The planned work that a change asks for; its times have been checked. */
export function maintenanceIntent({ reason, ...times }: MaintenanceChange, { target, author, nowMs }: Occasion): Intent {
  const { fromMs, untilMs } = readWindow(times, nowMs);
  return { kind: 'maintenance', target, author, reason, createdAtMs: nowMs, fromMs, expiresAtMs: untilMs };
}

/** A change that sets one intent. */
export function setting(intent: Intent): IntentChange {
  return { set: [intent], release: [] };
}

/** A change that releases one intent. Throws a 404 where there is none. */
export function releasing({ intentOf }: Scenery, kind: Intent['kind'], target: AnyTarget): IntentChange {
  if (!intentOf(kind, target)) throw new Problem(404, `there is no ${kind} to release at ${presentTarget(target)}`);
  return { set: [], release: [{ kind, target }] };
}

/**
 * Makes a change and answers with the generation that carries it and the object as it is from then on. With `recording` the audit's entry is
 * stored in the same transaction.
 */
export async function answerChange<View>(
  operations: Operations,
  change: IntentChange,
  view: () => View,
  recording?: Recording,
): Promise<View & { generation: number }> {
  recording?.tell(changedIntents(operations.snapshot().intents, change), zonesOf(change));
  const generation = await operations.change(change, recording?.write);
  return { ...view(), generation };
}

function zonesOf({ set, release }: IntentChange): Name[] {
  return [...set, ...release].map(({ target }) => target.zone);
}

function facts({ reason = '', expires }: WeightChange | OverrideChange, { target, author, nowMs }: Occasion) {
  return { target, author, reason, createdAtMs: nowMs, expiresAtMs: expires === undefined ? undefined : parseExpiry(expires, nowMs) };
}
