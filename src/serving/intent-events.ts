import { displayName } from '../lib/dns-name.ts';
import { intentTargetKey } from '../lib/keys.ts';
import { writeTarget } from '../lib/target-text.ts';
import type { EventData, EventSink } from '../model/event.ts';
import type { Intent } from '../model/intent.ts';

/** Intents that were set and released, as the keeper of intents is told. */
export interface NotedChange {
  readonly set: readonly Intent[];
  readonly release: readonly Pick<Intent, 'kind' | 'target'>[];
  /** Who releases; those that are set tell themselves. */
  readonly author?: string | undefined;
}

/** More at once are told of together by kind and zone. */
const MOST = 50;

/** Tells of intents that were set or released; `before` are those that were there. */
export function noteIntents(events: EventSink, { set, release, author }: NotedChange, before: readonly Intent[]): void {
  const known = new Map(before.map(intent => [nameOf(intent), intent]));
  const replaced = new Set(set.map(nameOf));
  const gone = release.filter(each => !replaced.has(nameOf(each)) && known.has(nameOf(each)));
  if (set.length + gone.length > MOST) {
    noteMany(events, { what: 'set', intents: set, author: set[0]?.author });
    noteMany(events, { what: 'released', intents: gone, author });
    return;
  }
  for (const intent of set) noteSet(events, intent, known.get(nameOf(intent)));
  for (const { kind, target } of gone) {
    const was = known.get(nameOf({ kind, target }))!;
    const message = `${kind} released: ${writeTarget(target)}${by(author)}; it was ${termsOf(was)}`;
    note(events, was, { message, author, data: { what: 'released', ...dataOf(was) } });
  }
}

/** Tells of intents whose time is over. */
export function noteExpired(events: EventSink, expired: readonly Intent[]): void {
  for (const intent of expired) {
    const message = `${intent.kind} expired: ${writeTarget(intent.target)}; it was ${termsOf(intent)}, of ${intent.author}`;
    note(events, intent, { message, author: undefined, data: { what: 'expired', ...dataOf(intent) } });
  }
}

/** Tells of planned work whose time has come. */
export function noteBegun(events: EventSink, begun: readonly Intent[]): void {
  for (const intent of begun) {
    const message = `${intent.kind} begins: ${writeTarget(intent.target)}, of ${intent.author}${becauseOf(intent)}`;
    note(events, intent, { message, author: intent.author, data: { what: 'begun', ...dataOf(intent) } });
  }
}

interface Told {
  readonly message: string;
  readonly author: string | undefined;
  readonly data: EventData;
}

function note(events: EventSink, { target }: Pick<Intent, 'target'>, told: Told): void {
  events.note({ kind: 'intent', zone: target.zone, target: writeTarget(target), ...told });
}

function noteSet(events: EventSink, intent: Intent, before: Intent | undefined): void {
  const was = before ? `, was ${termsOf(before)}` : '';
  const message = `${intent.kind} set: ${writeTarget(intent.target)} ${termsOf(intent)}${was}${by(intent.author)}${untilOf(intent)}${becauseOf(intent)}`;
  note(events, intent, { message, author: intent.author, data: { what: 'set', ...dataOf(intent) } });
}

interface Many {
  readonly what: 'set' | 'released';
  readonly intents: readonly Pick<Intent, 'kind' | 'target'>[];
  readonly author: string | undefined;
}

function noteMany(events: EventSink, { what, intents, author }: Many): void {
  const groups = Map.groupBy(intents, ({ kind, target }) => `${kind} ${target.zone}`);
  for (const group of groups.values()) {
    const { kind, target } = group[0]!;
    const message = `${kind} ${what}: ${group.length} targets of ${displayName(target.zone)}${by(author)}`;
    events.note({ kind: 'intent', zone: target.zone, author, message, data: { what, intent: kind, targets: group.length } });
  }
}

/** What it asks for: `weight 10`, `down`, `web-hangzhou=10 web-beijing=90`. */
function termsOf(intent: Intent): string {
  switch (intent.kind) {
    case 'weight':
      return String(intent.weight);
    case 'override':
      return intent.state;
    case 'maintenance':
      return `from ${new Date(intent.fromMs).toISOString()}`;
    case 'ratio':
      return Object.entries(intent.weights)
        .map(([branch, weight]) => `${branch}=${weight}`)
        .join(' ');
    case 'brake':
      return 'open';
  }
}

function dataOf(intent: Intent): EventData {
  const { kind, reason, expiresAtMs } = intent;
  const expires = expiresAtMs === undefined ? undefined : new Date(expiresAtMs).toISOString();
  return { intent: kind, terms: termsOf(intent), reason: reason === '' ? undefined : reason, expires };
}

function by(author: string | undefined): string {
  return author === undefined ? '' : `, by ${author}`;
}

function untilOf({ expiresAtMs }: Intent): string {
  return expiresAtMs === undefined ? '' : `, until ${new Date(expiresAtMs).toISOString()}`;
}

function becauseOf({ reason }: Intent): string {
  return reason === '' ? '' : `: ${reason}`;
}

function nameOf({ kind, target }: Pick<Intent, 'kind' | 'target'>): string {
  return `${kind} ${intentTargetKey(target)}`;
}
