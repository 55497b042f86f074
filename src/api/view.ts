import { intentTargetKey } from '../lib/keys.ts';
import { writeTarget } from '../lib/target-text.ts';
import type { EndpointKey, MonitorStanding } from '../model/health.ts';
import type { AnyTarget, Intent, MaintenanceIntent, OverrideIntent, RatioIntent, WeightIntent } from '../model/intent.ts';
import type { MaintenanceIntentView, OverrideIntentView, RatioIntentView, WeightIntentView } from './contract.ts';
import type { Snapshot } from './operations.ts';

type IntentOf<Kind extends Intent['kind']> = Extract<Intent, { readonly kind: Kind }>;

/** One snapshot, with its intents found by what they are about: what every view is made from. */
export interface Scenery {
  readonly snapshot: Snapshot;
  readonly intentOf: <Kind extends Intent['kind']>(kind: Kind, target: AnyTarget) => IntentOf<Kind> | undefined;
  /** Where endpoints are to be shown with what the vantages say of them. */
  readonly standingsOf?: StandingsOf | undefined;
}

export type StandingsOf = (endpoint: EndpointKey) => readonly MonitorStanding[];

/** Gives the scenery of a snapshot. */
export function sceneryOf(snapshot: Snapshot, standingsOf?: StandingsOf): Scenery {
  const byTarget = new Map(snapshot.intents.map(intent => [indexKey(intent.kind, intent.target), intent]));
  return {
    snapshot,
    standingsOf,
    // The key has the kind in it.
    intentOf: <Kind extends Intent['kind']>(kind: Kind, target: AnyTarget) =>
      byTarget.get(indexKey(kind, target)) as IntentOf<Kind> | undefined,
  };
}

/** A time in milliseconds since the epoch, as RFC 3339 writes it. */
export function presentTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

export function presentWeight(intent: WeightIntent | undefined): WeightIntentView | null {
  return intent ? { weight: intent.weight, ...presentFacts(intent) } : null;
}

export function presentOverride(intent: OverrideIntent | undefined): OverrideIntentView | null {
  return intent ? { state: intent.state, ttl_seconds: intent.ttlSeconds ?? null, ...presentFacts(intent) } : null;
}

export function presentMaintenance(intent: MaintenanceIntent | undefined): MaintenanceIntentView | null {
  if (!intent) return null;
  return { from: presentTime(intent.fromMs), ...presentFacts(intent), expires: presentTime(intent.expiresAtMs) };
}

/** `applies`: it fits the record as it is declared now. */
export function presentRatio(intent: RatioIntent | undefined, applies: boolean): RatioIntentView | null {
  return intent ? { weights: { ...intent.weights }, applies, ...presentFacts(intent) } : null;
}

/** What an intent is about, as people write it: `example.com/web-hangzhou/a`, `example.com/site:hangzhou`, `api.example.com` (a record). */
export function presentTarget(target: AnyTarget): string {
  return writeTarget(target);
}

function presentFacts({ author, reason, createdAtMs, expiresAtMs }: Intent) {
  const expires = expiresAtMs === undefined ? null : presentTime(expiresAtMs);
  return { author, reason, created: presentTime(createdAtMs), expires };
}

function indexKey(kind: Intent['kind'], target: AnyTarget): string {
  return `${kind} ${intentTargetKey(target)}`;
}
