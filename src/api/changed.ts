import { intentTargetKey } from '../lib/keys.ts';
import type { Changed } from '../model/audit.ts';
import type { AnyTarget, Intent } from '../model/intent.ts';
import type { IntentChange } from './operations.ts';
import { presentTarget, presentTime } from './view.ts';

/** What a change of intents makes of each of them; `intents` are those before it. */
export function changedIntents(intents: readonly Intent[], { set, release }: IntentChange): Changed[] {
  const before = new Map(intents.map(intent => [nameOf(intent), intent]));
  const replaced = new Set(set.map(nameOf));
  const gone = release.filter(each => !replaced.has(nameOf(each)));
  return [
    ...gone.map(({ kind, target }) => changed({ kind, target }, before.get(nameOf({ kind, target })), undefined)),
    ...set.map(intent => changed(intent, before.get(nameOf(intent)), intent)),
  ];
}

/** What was asked for by a call of which no more is known: its body, without what may be a secret. */
export function asAskedFor(body: unknown): Changed[] {
  return [{ kind: 'call', target: '', before: null, after: typeof body === 'object' && body !== null ? withoutValues(body) : null }];
}

function changed({ kind, target }: Named, before: Intent | undefined, after: Intent | undefined): Changed {
  return { kind, target: presentTarget(target), before: before ? presentIntent(before) : null, after: after ? presentIntent(after) : null };
}

interface Named {
  readonly kind: Intent['kind'];
  readonly target: AnyTarget;
}

function nameOf({ kind, target }: Named): string {
  return `${kind} ${intentTargetKey(target)}`;
}

/** An intent of whatever kind as the wire writes it: `expiresAtMs` as `expires`, a time; `ttlSeconds` as `ttl_seconds`. */
function presentIntent({ kind, target, ...facts }: Intent): object {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => {
      const time = /^(\w+?)(?:At)?Ms$/.exec(key)?.[1];
      if (time === undefined) return [key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`), value ?? null];
      return [time, typeof value === 'number' ? presentTime(value) : null];
    }),
  );
}

const SECRET_KEY = /secret|token|password|authorization|key|credential/i;
const MOST_TEXT = 200;

/** As it came, but of keys that sound like secrets, and of URLs, only that there was one. */
function withoutValues(value: object): object {
  if (Array.isArray(value)) return value.map(each => harmless('', each));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, harmless(key, each)]));
}

function harmless(key: string, value: unknown): unknown {
  if (SECRET_KEY.test(key)) return '(not shown)';
  if (typeof value === 'object' && value !== null) return withoutValues(value);
  if (typeof value !== 'string') return value;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? `${URL.parse(value)?.host ?? '(not shown)'}` : value.slice(0, MOST_TEXT);
}
