import type { Clock } from '../lib/clock.ts';
import { isInForce } from '../lib/in-force.ts';
import { endpointKey } from '../lib/keys.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Intent, IntentTarget, MaintenanceIntent } from '../model/intent.ts';

/** Whether planned work is under way on an endpoint, its pool or its site. */
export type Silenced = (endpoint: EndpointKey) => boolean;

export interface SilenceOptions {
  /** The intents as they are; the same array until they change. */
  readonly intents: () => readonly Intent[];
  /** What is declared; the same object until it changes. */
  readonly declared: () => Declared;
  readonly clock: Pick<Clock, 'now'>;
}

/** What holds from one moment until the next window begins or ends. */
interface Spell {
  readonly intents: readonly Intent[];
  readonly declared: Declared;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly silenced: Silenced;
}

/** The windows in force at `nowMs`, asked of one endpoint. Cheap to ask; it knows neither of later moments nor of later intents. */
export function silencedBy(intents: readonly Intent[], declared: Declared, nowMs: number): Silenced {
  const targets = windowsOf(intents)
    .filter(intent => isInForce(intent, nowMs))
    .map(({ target }) => target);
  if (targets.length === 0) return () => false;
  const endpoints = new Set(targets.flatMap(ownKey));
  const pools = new Set(targets.flatMap(target => poolKeys(target, declared)));
  return endpoint => endpoints.has(endpoint) || pools.has(endpoint.slice(0, endpoint.lastIndexOf('/')));
}

/** The same for whatever is in force when it is asked. It looks at the intents again only where they, the zones or the time have changed. */
export function silencing({ intents, declared, clock }: SilenceOptions): Silenced {
  let spell: Spell | undefined;
  return endpoint => {
    const nowMs = clock.now();
    if (!spell || !lasts(spell, intents(), declared(), nowMs)) spell = spellAt(intents(), declared(), nowMs);
    return spell.silenced(endpoint);
  };
}

/** A clock may be set back. */
function lasts(spell: Spell, intents: readonly Intent[], declared: Declared, nowMs: number): boolean {
  return spell.intents === intents && spell.declared === declared && nowMs >= spell.sinceMs && nowMs < spell.untilMs;
}

function spellAt(intents: readonly Intent[], declared: Declared, nowMs: number): Spell {
  const turns = windowsOf(intents).flatMap(({ fromMs, expiresAtMs }) => [fromMs, expiresAtMs].filter(atMs => atMs > nowMs));
  // One by one: there may be more of them than a call takes arguments.
  const untilMs = turns.reduce((least, atMs) => Math.min(least, atMs), Number.POSITIVE_INFINITY);
  return { intents, declared, sinceMs: nowMs, untilMs, silenced: silencedBy(intents, declared, nowMs) };
}

function windowsOf(intents: readonly Intent[]): MaintenanceIntent[] {
  return intents.filter(intent => intent.kind === 'maintenance');
}

function ownKey(target: IntentTarget): EndpointKey[] {
  return target.kind === 'endpoint' ? [endpointKey(target.zone, target.pool, target.endpoint)] : [];
}

/** `ZONE/POOL` of the pools that a target stands for as a whole. */
function poolKeys(target: IntentTarget, { zones }: Declared): string[] {
  if (target.kind === 'pool') return [`${target.zone}/${target.pool}`];
  if (target.kind === 'endpoint') return [];
  const pools = [...(zones.get(target.zone)?.steering?.pools.values() ?? [])];
  return pools.flatMap(({ name, site }) => (site === target.site ? [`${target.zone}/${name}`] : []));
}
