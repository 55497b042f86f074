import type { VantageFacts, VantageStanding } from '../model/health.ts';

/** A vantage that alone sees more than this share of its targets down loses its say … */
const LOSES_AT = 0.5;
/** … and has it again below this one. */
const REGAINS_AT = 0.25;
/** Of fewer targets nothing can be concluded. */
const LEAST_ALONE = 3;

/** One vantage: the same object for as long as it is known. */
export class Elector {
  facts: VantageFacts;
  /** Since when it takes part, on the monotonic clock: it came, came back, or has its say again. */
  sinceMs: number;
  /** When it came back from being lost: what it said before counts only as far as it agrees with the verdict. */
  backMs = Number.NEGATIVE_INFINITY;
  /** Counts how often it had its say given back: what it had said before does not count. */
  term = 0;
  /** Counts its successful looks, at whatever target. */
  okLooks = 0;
  /** Targets that it has seen lately, counted at the last judgement. */
  targets = 0;
  /** Of those, the ones that failed at its last look. */
  failing = 0;
  /** Of those, the ones that most of the others saw well. */
  alone = 0;
  /** Of those that failed, the ones that no other vantage with a say has seen lately. */
  unwitnessed = 0;
  /** Why it has no say by what it observes itself. */
  #doubted: string | undefined;

  constructor(facts: VantageFacts, nowMs: number) {
    this.facts = facts;
    this.sinceMs = nowMs;
  }

  /** Why it has no say; undefined where it has. */
  get voteless(): string | undefined {
    return this.facts.voteless ?? this.#doubted;
  }

  /**
   * Whether its ballots count. One that is lost (nothing came from it for half a minute, and it has no stream) has no say, however rarely it is
   * asked to look.
   */
  get hasSay(): boolean {
    return this.voteless === undefined && isPresent(this.facts);
  }

  /** Takes what is known of it from now on; gives whether it counts otherwise than before. */
  learn(facts: VantageFacts, nowMs: number): boolean {
    const before = { voteless: this.voteless, region: this.facts.region, present: isPresent(this.facts) };
    this.facts = facts;
    if (isPresent(facts) && !before.present) {
      this.sinceMs = nowMs;
      this.backMs = nowMs;
    }
    if (before.voteless !== undefined && this.voteless === undefined) this.#beginTerm(nowMs);
    const voted = (before.voteless === undefined) !== (this.voteless === undefined);
    return voted || before.region !== facts.region || before.present !== isPresent(facts);
  }

  /** Begins to count anew. */
  reset(): void {
    this.targets = 0;
    this.failing = 0;
    this.alone = 0;
    this.unwitnessed = 0;
  }

  /** Judges it by what was counted; gives whether it lost its say or has it again. */
  judge(nowMs: number): boolean {
    const before = this.voteless;
    const doubtedBefore = this.#doubted !== undefined;
    const doubted = doubtedBefore ? this.#staysDoubted : this.alone >= LEAST_ALONE && this.alone > LOSES_AT * this.targets;
    // The words stay those of when it lost its say: counts that change with every look would make every look a change.
    if (!doubted) this.#doubted = undefined;
    else this.#doubted ??= `sees ${this.alone} of ${this.targets} targets down that others see up`;
    if (before !== undefined && this.voteless === undefined) this.#beginTerm(nowMs);
    return doubtedBefore !== doubted;
  }

  /** Its witnesses may be lost meanwhile, by the same fault perhaps: what it alone sees failing is no better believed then. */
  get #staysDoubted(): boolean {
    return this.targets === 0 || this.alone + this.unwitnessed > REGAINS_AT * this.targets;
  }

  #beginTerm(nowMs: number): void {
    this.term++;
    this.sinceMs = nowMs;
  }
}

/** Whether it takes part in probing, as far as is known. */
function isPresent({ present = true }: VantageFacts): boolean {
  return present;
}

/** The vantages, and which of them have a say. One that nothing was told of has one, and no region. */
export class Electorate {
  readonly #electors = new Map<string, Elector>();

  /** Takes what is known of all vantages; gives those that are gone, and whether any other counts otherwise than before. */
  set(facts: readonly VantageFacts[], nowMs: number): { readonly gone: readonly string[]; readonly changed: boolean } {
    const changed = facts.map(each => this.elector(each.name, nowMs).learn(each, nowMs)).includes(true);
    const named = new Set(facts.map(({ name }) => name));
    const gone = [...this.#electors.keys()].filter(name => !named.has(name));
    for (const name of gone) this.#electors.delete(name);
    return { gone, changed };
  }

  /** Those that take part. */
  present(): readonly Elector[] {
    return [...this.#electors.values()].filter(({ hasSay }) => hasSay);
  }

  /** How many vantages share each interval; 0 where that is not known. */
  get slots(): number {
    return Math.max(0, ...[...this.#electors.values()].map(({ facts }) => facts.slot?.of ?? 0));
  }

  elector(name: string, nowMs: number): Elector {
    const known = this.#electors.get(name);
    if (known) return known;
    const elector = new Elector({ name, region: undefined, voteless: undefined }, nowMs);
    this.#electors.set(name, elector);
    return elector;
  }

  /** Counts by `tally`, which adds what each vantage sees of each target; gives whether one lost its say or has it again, and those that have. */
  judge(tally: () => void, nowMs: number): { readonly changed: boolean; readonly regained: readonly Elector[] } {
    const electors = [...this.#electors.values()];
    const terms = electors.map(({ term }) => term);
    for (const elector of electors) elector.reset();
    tally();
    const changed = electors.map(elector => elector.judge(nowMs)).includes(true);
    return { changed, regained: electors.filter(({ term }, i) => term !== terms[i]) };
  }

  standings(): readonly VantageStanding[] {
    return [...this.#electors.values()]
      .map(({ facts, voteless, targets, failing }) => ({ ...facts, voteless, targets, failing }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
