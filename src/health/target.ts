import { isDeepStrictEqual } from 'node:util';
import { formatDuration } from '../lib/duration.ts';
import type { Ballot, MonitorStanding, Observation, ProbeTarget, RestoredVerdict, Verdict } from '../model/health.ts';
import type { Elector, Electorate } from './electorate.ts';
import { recentDowns, riseAfter, withDown } from './flaps.ts';
import { LastLook } from './last-look.ts';
import { needOf, seesDown } from './quorum.ts';
import { observeVote, silentVote, type Vote, withoutStreak } from './vote.ts';
import { heldWords, recoveryWords, votesWords } from './words.ts';

/** How many intervals a vantage may be silent of a target before it has no say in it. */
const FRESH_INTERVALS = 3;

/** What is known of one target: one endpoint as one monitor sees it. */
export interface TargetState extends Vote {
  /** Milliseconds since the epoch when the verdict became what it is. */
  readonly sinceMs: number;
}

/** A moment on both clocks. */
export interface Now {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly monotonicMs: number;
}

/** What bears on a verdict besides the observations. */
export interface Bearings {
  readonly electorate: Electorate;
  /** Whether planned work is under way: its failures are no flaps, and recovery is automatic. */
  readonly silenced: boolean;
  readonly now: Now;
}

/** The last word of one vantage. */
interface Entry {
  readonly elector: Elector;
  vote: Vote;
  readonly last: LastLook;
  heardMs: number;
}

/** One target: the votes of its vantages, and the verdict that follows from them. */
export class Target {
  definition: ProbeTarget;
  state: TargetState;
  /** The monotonic time at which it is to be looked at again though nothing was observed. */
  lookAgainMs = Number.POSITIVE_INFINITY;
  /** Whether no vantage has a say although some have observed it. */
  held = false;
  downsAtMs: readonly number[] = [];
  /** When the definition last changed while it was watched: a probe that was under way then tells of the old one. */
  #changedAtMs: number | undefined;
  readonly #votes = new Map<string, Entry>();
  /** Since when all is well while the verdict is still down. */
  #well: Now | undefined;

  /** Begins from the last known verdict, with no vote for or against it. */
  constructor(definition: ProbeTarget, last: RestoredVerdict | undefined, nowMs: number) {
    this.definition = definition;
    this.state = last ? restored(last) : unobserved(nowMs);
    this.downsAtMs = last?.downsAtMs ?? [];
  }

  /** A new check keeps the verdict and forgets the streaks, which the old one counted; a new address begins anew: nothing is known of it. */
  redefine(definition: ProbeTarget, nowMs: number): void {
    if (isDeepStrictEqual(this.definition, definition)) return;
    const moved = this.definition.address.text !== definition.address.text;
    this.definition = definition;
    this.#changedAtMs = nowMs;
    this.#well = undefined;
    this.state = moved ? unobserved(nowMs) : withoutStreak(this.state);
    if (moved) this.downsAtMs = [];
    if (moved) this.#votes.clear();
    for (const entry of this.#votes.values()) entry.vote = withoutStreak(entry.vote);
  }

  /**
   * Whether a probe began before the definition changed and ended after. Both ends are asked, so that a clock set back does not make
   * every observation look old; clocks count whole milliseconds, hence the 1.
   */
  isOutdated({ atMs, durationMs }: Observation): boolean {
    const changedAtMs = this.#changedAtMs;
    return changedAtMs !== undefined && atMs >= changedAtMs && atMs - durationMs <= changedAtMs - 1;
  }

  /** Takes an observation in; gives whether the verdict is to be asked for again. */
  observe(observation: Observation, { electorate, now }: Bearings): boolean {
    const known = this.#votes.get(observation.vantage);
    const fresh = known !== undefined && this.#isFresh(known, now);
    const before = fresh ? known.vote : silentVote(this.state.verdict);
    const { fall, rise } = this.definition.monitor;
    const vote = observeVote(before, observation, { fall, rise: riseAfter(rise, recentDowns(this.downsAtMs, now.atMs).length) });
    const entry = known ?? newEntry(electorate.elector(observation.vantage), vote);
    if (!known) this.#votes.set(observation.vantage, entry);
    entry.vote = vote;
    entry.last.take(observation);
    entry.heardMs = now.monotonicMs;
    return vote !== before || (!fresh && entry.elector.voteless === undefined);
  }

  /** Whether an observation is the first one that speaks against an `up`: then the others should look at once. */
  isFirstDoubt({ vantage, ok }: Observation, { now }: Bearings): boolean {
    const own = this.#votes.get(vantage);
    if (ok || !own || this.state.verdict !== 'up' || own.elector.voteless !== undefined) return false;
    if (own.vote.streak !== 1 && this.definition.monitor.fall > 1) return false;
    return this.#voters(now).every(entry => entry === own || entry.last.ok);
  }

  /** Finds the verdict that follows from the votes as they are. */
  judge(bearings: Bearings): void {
    const { now } = bearings;
    const voters = this.#voters(now);
    this.lookAgainMs = Math.min(Number.POSITIVE_INFINITY, ...voters.map(({ heardMs }) => heardMs + this.#freshMs));
    this.held = voters.length === 0 && this.#votes.size > 0;
    if (voters.length > 0) this.#count(voters, bearings);
    else if (this.held) this.#hold(now);
  }

  /** An operator says that it may be up again, and that its flaps are forgotten; gives whether there were any. The next judgement goes by it. */
  recover(): boolean {
    const flapped = this.downsAtMs.length > 0;
    this.downsAtMs = [];
    if (this.#well) this.#well = { atMs: this.#well.atMs, monotonicMs: Number.NEGATIVE_INFINITY };
    return flapped;
  }

  /** Forgets a vantage. */
  forget(vantage: string): boolean {
    return this.#votes.delete(vantage);
  }

  /** Adds to what is counted of each vantage. */
  tally(now: Now): void {
    let well = 0;
    let failing = 0;
    for (const entry of this.#votes.values()) {
      if (entry.elector.voteless !== undefined || !this.#isFresh(entry, now)) continue;
      if (entry.last.ok) well++;
      else failing++;
    }
    for (const entry of this.#votes.values()) {
      if (!this.#isFresh(entry, now)) continue;
      const { elector, last } = entry;
      elector.targets++;
      if (last.ok) continue;
      elector.failing++;
      if (well > failing - (elector.voteless === undefined ? 1 : 0)) elector.alone++;
    }
  }

  /** As it is shown to people. */
  standing({ silenced, now }: Bearings): MonitorStanding {
    const { name, role, rise, quorum } = this.definition.monitor;
    const voters = this.#voters(now).length;
    const downs = recentDowns(this.downsAtMs, now.atMs).length;
    const recovery = silenced ? 'auto' : this.definition.monitor.recovery;
    return {
      monitor: name,
      role,
      verdict: this.state.verdict,
      reason: this.state.reason,
      sinceMs: this.state.sinceMs,
      ballots: [...this.#votes.values()].map(entry => this.#ballot(entry, now)).sort((a, b) => (a.vantage < b.vantage ? -1 : 1)),
      voters,
      needed: voters === 0 || quorum.perRegion ? 0 : needOf(quorum.need, voters),
      flaps: downs,
      riseNeeded: riseAfter(rise, downs),
      recovering:
        this.#well && recovery !== 'auto'
          ? { sinceMs: this.#well.atMs, upAtMs: recovery.kind === 'delayed' ? this.#well.atMs + recovery.delayMs : undefined }
          : undefined,
    };
  }

  get #freshMs(): number {
    const { intervalMs, timeoutMs } = this.definition.monitor;
    return FRESH_INTERVALS * intervalMs + timeoutMs;
  }

  #isFresh({ heardMs }: Entry, now: Now): boolean {
    return now.monotonicMs - heardMs < this.#freshMs;
  }

  #voters(now: Now): Entry[] {
    return [...this.#votes.values()].filter(entry => entry.elector.voteless === undefined && this.#isFresh(entry, now));
  }

  #ballot({ elector, vote, last, heardMs }: Entry, now: Now): Ballot {
    const { vantage, ok, reason, atMs, durationMs, phases } = last;
    const silentMs = now.monotonicMs - heardMs;
    const stale = silentMs < this.#freshMs ? undefined : `silent for ${formatDuration(1000 * Math.round(silentMs / 1000))}`;
    const silent = elector.voteless ?? stale;
    const { region } = elector.facts;
    return { vantage, region, verdict: vote.verdict, streak: vote.streak, ok, reason, atMs, durationMs, phases, silent };
  }

  #count(voters: readonly Entry[], { silenced, now }: Bearings): void {
    const { monitor } = this.definition;
    const voices = voters.map(({ vote, elector }) => ({ down: vote.verdict === 'down', region: elector.facts.region }));
    const seen: Verdict = seesDown(monitor.quorum, voices) ? 'down' : 'up';
    if (seen === 'down' || this.state.verdict !== 'down') this.#well = undefined;
    else this.#well ??= now;
    const waits = seen === 'up' && this.state.verdict === 'down' && !silenced && this.#waits(now);
    if (waits) this.#keep(recoveryWords(monitor.recovery, this.#well!.atMs));
    else this.#settle(seen, votesWords(seen, voters), { voters, silenced, now });
  }

  /** Whether the monitor's way of recovery does not let it be up yet. */
  #waits(now: Now): boolean {
    const { recovery } = this.definition.monitor;
    const wellMs = now.monotonicMs - this.#well!.monotonicMs;
    if (recovery.kind === 'delayed' && wellMs < recovery.delayMs) {
      this.lookAgainMs = Math.min(this.lookAgainMs, this.#well!.monotonicMs + recovery.delayMs);
      return true;
    }
    return recovery.kind === 'manual' && wellMs !== Number.POSITIVE_INFINITY;
  }

  #settle(verdict: Verdict, told: Pick<Vote, 'reason' | 'words'>, along: { voters: readonly Entry[]; silenced: boolean; now: Now }): void {
    const turned = verdict !== this.state.verdict;
    const { voters, silenced, now } = along;
    // The moment is that of the observation that decided, where one did.
    const atMs = Math.max(...voters.map(({ last, heardMs }) => (heardMs === now.monotonicMs ? last.atMs : Number.NEGATIVE_INFINITY)));
    const sinceMs = turned ? (Number.isFinite(atMs) ? atMs : now.atMs) : this.state.sinceMs;
    if (turned && verdict === 'down' && this.state.verdict === 'up' && !silenced) this.downsAtMs = withDown(this.downsAtMs, now.atMs);
    if (turned) this.#well = undefined;
    const streak = Math.max(0, ...voters.map(({ vote }) => (vote.verdict === verdict ? vote.streak : 0)));
    this.state = { verdict, streak, ...told, sinceMs };
  }

  #hold(now: Now): void {
    const ballots = [...this.#votes.values()].map(entry => this.#ballot(entry, now));
    this.#keep(heldWords(this.state.verdict, ballots));
  }

  /** The verdict stays, for another reason. */
  #keep(words: string): void {
    const { verdict, sinceMs } = this.state;
    this.state = { verdict, streak: 0, reason: words, words, sinceMs };
  }
}

function newEntry(elector: Elector, vote: Vote): Entry {
  return { elector, vote, last: new LastLook(elector.facts.name), heardMs: 0 };
}

/** A target that goes on from its last known verdict. */
function restored({ verdict, reason, sinceMs }: RestoredVerdict): TargetState {
  return { verdict, streak: 0, reason, words: reason, sinceMs };
}

/** A target that nothing has observed yet. */
function unobserved(nowMs: number): TargetState {
  const words = 'no observation yet';
  return { verdict: 'unknown', streak: 0, reason: words, words, sinceMs: nowMs };
}
