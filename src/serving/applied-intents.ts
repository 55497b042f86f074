import type { Served } from '../control/loop.ts';
import { intentTargetKey } from '../lib/keys.ts';
import { whyOrphan } from '../lib/orphan.ts';
import { writeTarget } from '../lib/target-text.ts';
import type { Declared } from '../model/declared.ts';
import type { EventSink } from '../model/event.ts';
import type { Intent } from '../model/intent.ts';
import type { Ratios } from '../model/ratio.ts';

type Write = (fields: object, message: string) => void;

export interface AppliedParts {
  readonly log: { readonly info: Write; readonly warn: Write };
  readonly events: EventSink;
}

/** Inputs and ratios of what is served. */
type Now = {
  readonly inputs: Pick<Served['inputs'], 'declared' | 'intents'>;
  readonly compiled: { readonly laid: { readonly ratios: Ratios } };
};

/** More at once are told of by their number. */
const MOST_LINES = 20;

/** Tells of ratios that come into answers and go, and of intents that apply to nothing because the files have changed: none is lost silently. */
export class AppliedIntents {
  readonly #parts: AppliedParts;
  #ratios: Ratios = new Map();
  #declared: Declared | undefined;
  #intents: readonly Intent[] = [];
  /** By `intentTargetKey` and kind, those that apply to nothing. */
  #orphans: ReadonlyMap<string, Intent> = new Map();

  constructor(parts: AppliedParts) {
    this.#parts = parts;
  }

  /** To be called with all that is served, first and after every update. */
  noteServed({ inputs: { declared, intents }, compiled }: Now): void {
    this.#noteRatios(compiled.laid.ratios);
    if (declared !== this.#declared) this.#noteOrphans(intents, declared);
    else if (intents !== this.#intents && this.#orphans.size > 0) this.#forget(intents);
    this.#declared = declared;
    this.#intents = intents;
  }

  #noteRatios(ratios: Ratios): void {
    const before = this.#ratios;
    this.#ratios = ratios;
    if (ratios === before) return;
    for (const [key, { intent }] of ratios) if (before.get(key)?.intent !== intent) this.#tellRatio(intent);
    for (const [key, { intent }] of before)
      if (!ratios.has(key)) this.#parts.log.info({ record: key }, `${writeTarget(intent.target)}: the ratio of the file holds again`);
  }

  #tellRatio({ target, weights, author, reason }: Extract<Intent, { kind: 'ratio' }>): void {
    const ratio = Object.entries(weights)
      .map(([branch, weight]) => `${branch} ${weight}`)
      .join(', ');
    const by = reason === '' ? author : `${author}: ${reason}`;
    this.#parts.log.info({ record: `${target.zone}/${target.owner}`, author }, `${writeTarget(target)}: ratio ${ratio} (${by})`);
  }

  #noteOrphans(intents: readonly Intent[], declared: Declared): void {
    const before = this.#orphans;
    const reasons = intents.map(intent => ({ intent, why: whyOrphan(intent, declared) }));
    const orphans = reasons.flatMap(({ intent, why }) => (why === undefined ? [] : [{ intent, why }]));
    this.#orphans = new Map(orphans.map(({ intent }) => [nameOf(intent), intent]));
    const fresh = orphans.filter(({ intent }) => !before.has(nameOf(intent)));
    for (const { intent, why } of fresh.slice(0, MOST_LINES)) this.#tellOrphan(intent, why);
    const more = fresh.length - MOST_LINES;
    if (more > 0) this.#parts.log.warn({ more }, `and ${more} more intents apply to nothing now, and are kept`);
    for (const intent of intents) if (before.has(nameOf(intent)) && !this.#orphans.has(nameOf(intent))) this.#tellBack(intent);
  }

  #tellOrphan(intent: Intent, why: string): void {
    const { kind, target, author } = intent;
    const message = `${writeTarget(target)}: ${kind} of ${author} applies to nothing now, and is kept: ${why}`;
    this.#parts.log.warn({ intent: kind, author }, message);
    this.#parts.events.note({ kind: 'intent', level: 'warn', zone: target.zone, target: writeTarget(target), message });
  }

  #tellBack({ kind, target, author }: Intent): void {
    const message = `${writeTarget(target)}: ${kind} of ${author} applies again`;
    this.#parts.log.info({ intent: kind, author }, message);
    this.#parts.events.note({ kind: 'intent', zone: target.zone, target: writeTarget(target), message });
  }

  #forget(intents: readonly Intent[]): void {
    const left = new Set(intents.map(nameOf));
    this.#orphans = new Map([...this.#orphans].filter(([name]) => left.has(name)));
  }
}

function nameOf({ kind, target }: Intent): string {
  return `${kind} ${intentTargetKey(target)}`;
}
