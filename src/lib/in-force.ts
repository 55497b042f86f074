import type { Intent } from '../model/intent.ts';

/** Whether an intent holds at `nowMs`: from its beginning, which of planned work may be to come, until its end, that moment not included. */
export function isInForce(intent: Intent, nowMs: number): boolean {
  const begun = intent.kind !== 'maintenance' || intent.fromMs <= nowMs;
  return begun && (intent.expiresAtMs === undefined || intent.expiresAtMs > nowMs);
}
