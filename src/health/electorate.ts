import type { VantageFacts, VantageStanding } from '../model/health.ts';

/** A vantage that alone sees more than this share of its targets down loses its say … */
const LOSES_AT = 0.5;
/** … and has it again below this one. */
const REGAINS_AT = 0.25;
/** Of fewer targets nothing can be concluded. */
const LEAST_ALONE = 3;

/** What is counted of a vantage at one moment. */
export interface Tally {
  /** Targets that it has seen lately. */
  targets: number;
  /** Of those, the ones that failed at its last look. */
  failing: number;
  /** Of those, the ones that most of the others saw well. */
  alone: number;
}

/** What one vantage saw of one target. */
export interface Sighting {
  readonly vantage: string;
  readonly failing: boolean;
  readonly alone: boolean;
}

/** Counts a sighting. */
export function addTo(tallies: Map<string, Tally>, { vantage, failing, alone }: Sighting): void {
  const tally = tallies.get(vantage) ?? { targets: 0, failing: 0, alone: 0 };
  tallies.set(vantage, tally);
  tally.targets++;
  if (failing) tally.failing++;
  if (alone) tally.alone++;
}

interface Member {
  facts: VantageFacts;
  /** Why it has no say by what it observes itself. */
  doubted: string | undefined;
  tally: Tally;
}

/** The vantages, and which of them have a say. One that nothing was told of has one, and no region. */
export class Electorate {
  #members = new Map<string, Member>();

  /** Takes what is known of all vantages; gives those that are gone. */
  set(facts: readonly VantageFacts[]): readonly string[] {
    const before = this.#members;
    this.#members = new Map(facts.map(each => [each.name, { ...(before.get(each.name) ?? newMember(each)), facts: each }]));
    return [...before.keys()].filter(name => !this.#members.has(name));
  }

  regionOf(vantage: string): string | undefined {
    return this.#members.get(vantage)?.facts.region;
  }

  /** Why a vantage has no say; undefined where it has. */
  whyVoteless(vantage: string): string | undefined {
    const member = this.#members.get(vantage);
    return member && (member.facts.voteless ?? member.doubted);
  }

  /** Judges the vantages by what was counted; gives whether one lost its say or has it again. */
  judge(tallies: ReadonlyMap<string, Tally>): boolean {
    let changed = false;
    for (const [name, tally] of tallies) {
      const member = this.#members.get(name) ?? newMember({ name, region: undefined, voteless: undefined });
      this.#members.set(name, member);
      const doubted = doubt(member.doubted, tally);
      if ((doubted === undefined) !== (member.doubted === undefined)) changed = true;
      // The words stay those of when it lost its say: counts that change with every look would make every look a change.
      member.doubted = doubted === undefined ? undefined : (member.doubted ?? doubted);
      member.tally = tally;
    }
    return changed;
  }

  standings(): readonly VantageStanding[] {
    return [...this.#members.values()]
      .map(({ facts, doubted, tally }) => ({
        ...facts,
        voteless: facts.voteless ?? doubted,
        targets: tally.targets,
        failing: tally.failing,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function newMember(facts: VantageFacts): Member {
  return { facts, doubted: undefined, tally: { targets: 0, failing: 0, alone: 0 } };
}

function doubt(before: string | undefined, { targets, alone }: Tally): string | undefined {
  const limit = before === undefined ? LOSES_AT : REGAINS_AT;
  if (alone <= limit * targets || alone < LEAST_ALONE) return undefined;
  return `sees ${alone} of ${targets} targets down that others see up`;
}
