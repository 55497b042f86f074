import type { Clock } from '../lib/clock.ts';
import type { Slot, VantageFacts } from '../model/health.ts';
import type { Assigned } from './assigned.ts';
import { type Member, votelessReason } from './member.ts';

/** An agent keeps its slot for so long after it was last heard of: a restart moves nobody's turns. */
export const ABSENT_MS = 30_000;

/** A vantage that was not heard of for so long is forgotten. */
const FORGOTTEN_MS = 3_600_000;

/** The vantages, by name. */
export class Roster {
  readonly #clock: Clock;
  readonly #members = new Map<string, Member>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(name: string): Member | undefined {
    return this.#members.get(name);
  }

  add(member: Member): Member {
    this.#members.set(member.name, member);
    return member;
  }

  /** All of them, in the order of their names: code units, so that it is the same everywhere. */
  all(): readonly Member[] {
    return [...this.#members.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Milliseconds since something came from it. */
  unheardMs({ heardAtMs }: Member): number {
    return this.#clock.monotonic() - heardAtMs;
  }

  /** So much of the time in which nothing came from anybody does not count. */
  excuse(ms: number): void {
    const nowMs = this.#clock.monotonic();
    for (const member of this.#members.values()) member.heardAtMs = Math.min(nowMs, member.heardAtMs + ms);
  }

  /** Whether it takes part in probing: it has a stream, or was heard of lately. */
  isPresent(member: Member): boolean {
    if (member.dropped !== undefined) return false;
    return member.local !== undefined || member.session !== undefined || this.unheardMs(member) <= ABSENT_MS;
  }

  /** Forgets those that are away for good, and gives them. */
  forget(): readonly Member[] {
    const away = this.all().filter(member => !member.local && !member.session && this.unheardMs(member) > FORGOTTEN_MS);
    for (const { name } of away) this.#members.delete(name);
    return away;
  }

  /** Gives everyone present its slot and the probes, where either is new to it. */
  distribute(assigned: Assigned): void {
    const slots = this.#slots();
    for (const member of this.all()) {
      const slot = slots.get(member);
      if (slot) ask(member, assigned, slot);
      else member.slot = undefined;
    }
  }

  /** What the health engine must know of them. */
  facts(): readonly VantageFacts[] {
    const slots = this.#slots();
    return this.all().map(member => {
      const slot = slots.get(member);
      const { name, region } = member;
      return { name, region, voteless: votelessReason(member), present: slot !== undefined, ...(slot && { slot }) };
    });
  }

  /** The place of everyone that takes part in probing. */
  #slots(): ReadonlyMap<Member, Slot> {
    const present = this.all().filter(member => this.isPresent(member));
    return new Map(present.map((member, index) => [member, { index, of: present.length }]));
  }
}

function ask(member: Member, assigned: Assigned, slot: Slot): void {
  const { index, of } = member.slot ?? {};
  if (index === slot.index && of === slot.of && member.asked === assigned) return;
  member.slot = slot;
  member.asked = assigned;
  member.session?.assign(assigned, slot);
  member.local?.assign(assigned.probes, slot);
}
