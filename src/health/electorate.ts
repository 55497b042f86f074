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
  /** Targets that it has seen lately, counted at the last judgement. */
  targets = 0;
  /** Of those, the ones that failed at its last look. */
  failing = 0;
  /** Of those, the ones that most of the others saw well. */
  alone = 0;
  /** Why it has no say by what it observes itself. */
  #doubted: string | undefined;

  constructor(facts: VantageFacts) {
    this.facts = facts;
  }

  /** Why it has no say; undefined where it has. */
  get voteless(): string | undefined {
    return this.facts.voteless ?? this.#doubted;
  }

  /** Begins to count anew. */
  reset(): void {
    this.targets = 0;
    this.failing = 0;
    this.alone = 0;
  }

  /** Judges it by what was counted; gives whether it lost its say or has it again. */
  judge(): boolean {
    const before = this.#doubted;
    const limit = before === undefined ? LOSES_AT : REGAINS_AT;
    const doubted = this.alone >= LEAST_ALONE && this.alone > limit * this.targets;
    // The words stay those of when it lost its say: counts that change with every look would make every look a change.
    if (!doubted) this.#doubted = undefined;
    else this.#doubted ??= `sees ${this.alone} of ${this.targets} targets down that others see up`;
    return (before === undefined) !== (this.#doubted === undefined);
  }
}

/** The vantages, and which of them have a say. One that nothing was told of has one, and no region. */
export class Electorate {
  readonly #electors = new Map<string, Elector>();

  /** Takes what is known of all vantages; gives those that are gone, and whether any other counts otherwise than before. */
  set(facts: readonly VantageFacts[]): { readonly gone: readonly string[]; readonly changed: boolean } {
    let changed = false;
    for (const each of facts) {
      const elector = this.elector(each.name);
      changed ||= elector.facts.region !== each.region || elector.facts.voteless !== each.voteless;
      elector.facts = each;
    }
    const named = new Set(facts.map(({ name }) => name));
    const gone = [...this.#electors.keys()].filter(name => !named.has(name));
    for (const name of gone) this.#electors.delete(name);
    return { gone, changed };
  }

  elector(name: string): Elector {
    const known = this.#electors.get(name);
    if (known) return known;
    const elector = new Elector({ name, region: undefined, voteless: undefined });
    this.#electors.set(name, elector);
    return elector;
  }

  /** Counts by `tally`, which adds what each vantage sees of each target; gives whether one lost its say or has it again. */
  judge(tally: () => void): boolean {
    const electors = [...this.#electors.values()];
    for (const elector of electors) elector.reset();
    tally();
    return electors.map(elector => elector.judge()).includes(true);
  }

  standings(): readonly VantageStanding[] {
    return [...this.#electors.values()]
      .map(({ facts, voteless, targets, failing }) => ({ ...facts, voteless, targets, failing }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
