import { isDeepStrictEqual } from 'node:util';
import { freshMs } from '../lib/freshness.ts';
import { needOf } from '../lib/need.ts';
import { NEVER_TURNS, sameOutlook } from '../lib/outlook.ts';
import { isProbedAlike } from '../lib/probed-alike.ts';
import type { Ballot, MonitorStanding, Observation, Outlook, ProbeTarget, RestoredVerdict, Verdict } from '../model/health.ts';
import { ballotOf } from './ballot.ts';
import type { Bearings, Now } from './bearings.ts';
import type { Elector, Electorate } from './electorate.ts';
import { type Entry, newEntry } from './entry.ts';
import { recentDowns, riseAfter, withDown } from './flaps.ts';
import { outlookOf, withAwaited } from './outlook.ts';
import { isUnproven, PROVEN_AGAIN_MS } from './proof.ts';
import { type StatedVoice, verdictOf } from './quorum.ts';
import { Steadiness } from './steadiness.ts';
import { tallyLooks } from './tally.ts';
import { restored, type TargetState, unobserved } from './target-state.ts';
import type { Thresholds } from './threshold.ts';
import { observeVote, silentVote, underThresholds, type Vote, withoutStreak } from './vote.ts';
import { WellSpell } from './well-spell.ts';
import { heldWords, recoveryWords, votesWords } from './words.ts';

/** A vantage that is asked looks soon, however long the interval, or cannot: longer than this none is waited for. */
const AWAITED_MS = 60_000;

/** A verdict that turned is not settled before so many looks. */
const LEAST_STEADY = 2;

/** Planned work that begins ends a wait for recovery; it is looked for this often. */
const LOOK_AGAIN_MS = 5000;

/** One target: the votes of its vantages, and the verdict that follows from them. */
export class Target {
  definition: ProbeTarget;
  state: TargetState;
  /** The monotonic time at which it is to be looked at again though nothing was observed. */
  lookAgainMs = Number.POSITIVE_INFINITY;
  /** Whether no vantage has a say although some have observed it. */
  held = false;
  /** Whether the last observation is the first one of its vantage against an endpoint that is not down: then the others should look at once. */
  doubted = false;
  /** Whether its vantage takes the last observation for a failure that is confirmed, while here it is not: then that one should look again. */
  unconfirmed = false;
  downsAtMs: readonly number[] = [];
  /** As of when it was last judged or asked for. */
  outlook: Outlook = NEVER_TURNS;
  /** Of the probe that observes it. */
  phase = 0;
  /** The elapsed time at which what is probed last changed while it was watched: a probe that had begun by then tells of the old one. */
  #changedMs = Number.NEGATIVE_INFINITY;
  readonly #votes = new Map<string, Entry>();
  readonly #well = new WellSpell();
  readonly #steadiness = new Steadiness();
  /** Since when it is asked for as it is now, on the monotonic clock. */
  #askedMs: number;

  /** Begins from the last known verdict, with no vote for or against it. */
  constructor(definition: ProbeTarget, last: RestoredVerdict | undefined, { atMs, monotonicMs }: Now) {
    this.definition = definition;
    this.state = last ? restored(last) : unobserved(atMs);
    this.downsAtMs = last?.downsAtMs ?? [];
    this.#askedMs = monotonicMs;
    this.lookAgainMs = monotonicMs + freshMs(definition.monitor);
  }

  /**
   * A new check keeps the verdict and forgets the streaks, which the old one counted, as its vantages do; a new address begins anew: nothing
   * is known of it. Where the same is probed as before, by another quorum or other thresholds, all that was seen counts.
   */
  redefine(definition: ProbeTarget, now: Now): void {
    if (isDeepStrictEqual(this.definition, definition)) return;
    const before = this.definition;
    this.definition = definition;
    this.#well.end();
    this.lookAgainMs = now.monotonicMs;
    if (!isProbedAlike(before, definition)) this.#beginAnew(before.address.text !== definition.address.text, now);
    const thresholds = this.#thresholds(now);
    for (const entry of this.#votes.values()) entry.vote = underThresholds(entry.vote, thresholds);
  }

  /**
   * Whether a probe began before what is probed changed, be its observation long on its way. It goes by the age of the observation, so
   * that a clock set back does not make all that follow look old; clocks count whole milliseconds, hence the 1.
   */
  isOutdated({ atMs, durationMs }: Observation, now: Now): boolean {
    const ageMs = now.atMs - atMs;
    return now.elapsedMs - ageMs - durationMs <= this.#changedMs - 1;
  }

  /** Takes an observation in; gives whether the verdict is to be asked for again. */
  observe(observation: Observation, { electorate, now }: Bearings): boolean {
    const known = this.#votes.get(observation.vantage);
    const counted = known !== undefined && this.#counts(known, now);
    const before = counted ? known.vote : silentVote(this.state.verdict);
    const vote = observeVote(before, observation, this.#thresholds(now));
    const entry = known ?? newEntry(electorate.elector(observation.vantage, now.monotonicMs), vote);
    if (!known) this.#votes.set(observation.vantage, entry);
    const { elector } = entry;
    if (observation.ok) elector.okLooks++;
    const doubts = !observation.ok && before.streak === 0 && before.verdict !== 'down';
    if (doubts) entry.okLooksBefore = elector.okLooks;
    if (doubts) entry.doubtedMs = now.monotonicMs;
    entry.okLooksLately = elector.okLooks;
    entry.vote = vote;
    entry.term = elector.term;
    entry.last.take(observation);
    entry.heardMs = now.monotonicMs;
    this.doubted = doubts && elector.hasSay && this.state.verdict !== 'down';
    this.unconfirmed = observation.confirmed === true && elector.hasSay && vote.verdict !== 'down';
    return vote !== before || (!counted && elector.hasSay);
  }

  /** Whether it failed when this vantage looked last. */
  failsAt(vantage: string): boolean {
    return this.#votes.get(vantage)?.last.ok === false;
  }

  /** Finds the verdict that follows from the votes as they are. */
  judge(bearings: Bearings): void {
    const { electorate, now } = bearings;
    const voters = this.#voters(now);
    const awaited = this.#awaited(voters, electorate, now);
    const fresh = freshMs(this.definition.monitor);
    this.lookAgainMs = Math.min(
      ...voters.map(({ heardMs }) => heardMs + fresh),
      ...awaited.map(({ sinceMs }) => Math.max(sinceMs, this.#askedMs) + Math.min(fresh, AWAITED_MS)),
      Number.POSITIVE_INFINITY,
    );
    this.held = voters.length === 0 && awaited.length === 0 && this.state.verdict !== 'unknown';
    const before = this.state.verdict;
    if (voters.length > 0) this.#count(voters, awaited, bearings);
    else if (this.held) this.#hold(now);
    const { verdict, streak } = this.state;
    const judged = { turned: verdict !== before, doubted: streak > 0, seen: voters.length > 0 && verdict !== 'unknown' };
    this.#steadiness.note(judged, now.monotonicMs);
    this.#foresee(voters, awaited, bearings);
  }

  /** Finds how soon the verdict may turn, with no judgement: what is watched, or by whom, has changed. */
  foresee(bearings: Bearings): void {
    const voters = this.#voters(bearings.now);
    this.#foresee(voters, this.#awaited(voters, bearings.electorate, bearings.now), bearings);
  }

  /** An operator says that it may be up again, and that its flaps are forgotten; gives whether there were any. The next judgement goes by it. */
  recover(): boolean {
    const flapped = this.downsAtMs.length > 0;
    this.downsAtMs = [];
    this.#well.allow();
    return flapped;
  }

  /** Forgets a vantage. */
  forget(vantage: string): boolean {
    return this.#votes.delete(vantage);
  }

  /** Adds to what is counted of each vantage. */
  tally(now: Now): void {
    tallyLooks([...this.#votes.values()].filter(entry => this.#isFresh(entry, now)));
  }

  /** As it is shown to people. */
  standing({ electorate, silenced, now }: Bearings): MonitorStanding {
    const { name, role, rise, quorum, recovery } = this.definition.monitor;
    const looked = this.#voters(now);
    const voters = looked.length + this.#awaited(looked, electorate, now).length;
    const downs = recentDowns(this.downsAtMs, now.atMs).length;
    return {
      monitor: name,
      role,
      verdict: this.state.verdict,
      reason: this.state.reason,
      sinceMs: this.state.sinceMs,
      ballots: this.#ballots(now).toSorted((a, b) => (a.vantage < b.vantage ? -1 : 1)),
      voters,
      needed: voters === 0 || quorum.perRegion ? 0 : needOf(quorum.need, voters),
      flaps: downs,
      riseNeeded: riseAfter(rise, downs),
      recovering: silenced ? undefined : this.#well.recovering(recovery),
    };
  }

  #beginAnew(moved: boolean, { atMs, monotonicMs, elapsedMs }: Now): void {
    this.#changedMs = elapsedMs;
    this.#askedMs = monotonicMs;
    this.state = moved ? unobserved(atMs) : withoutStreak(this.state);
    if (moved) this.downsAtMs = [];
    if (moved) this.#votes.clear();
    if (moved) this.#steadiness.reset();
    for (const entry of this.#votes.values()) entry.vote = withoutStreak(entry.vote);
  }

  #thresholds({ atMs }: Now): Thresholds {
    const { fall, rise } = this.definition.monitor;
    return { fall, rise: riseAfter(rise, recentDowns(this.downsAtMs, atMs).length) };
  }

  #isFresh({ heardMs }: Pick<Entry, 'heardMs'>, now: Now): boolean {
    return now.monotonicMs - heardMs < freshMs(this.definition.monitor);
  }

  /** Whether what a vantage said still says something: lately, and not before its say was taken and given back. */
  #counts({ term, elector, heardMs, vote }: Entry, now: Now): boolean {
    const isOwn = heardMs >= elector.backMs || vote.verdict === this.state.verdict;
    return term === elector.term && isOwn && this.#isFresh({ heardMs }, now);
  }

  #voters(now: Now): Entry[] {
    return [...this.#votes.values()].filter(entry => entry.elector.hasSay && this.#counts(entry, now));
  }

  /** Vantages that take part and have not looked yet since they do, or since they are asked to: they are waited for, as long as one may be silent. */
  #awaited(voters: readonly Entry[], electorate: Electorate, now: Now): Elector[] {
    const fresh = Math.min(AWAITED_MS, freshMs(this.definition.monitor));
    return electorate
      .present()
      .filter(
        elector => now.monotonicMs - Math.max(elector.sinceMs, this.#askedMs) < fresh && !voters.some(entry => entry.elector === elector),
      );
  }

  #ballots(now: Now): readonly Ballot[] {
    return [...this.#votes.values()].map(entry => ballotOf(entry, this.#isFresh(entry, now), now));
  }

  #count(voters: readonly Entry[], awaited: readonly Elector[], { silenced, now, targets }: Bearings): void {
    const { monitor } = this.definition;
    const seen = verdictOf(monitor.quorum, this.#voices(voters, awaited, { now, targets }));
    if (seen !== 'up' || this.state.verdict !== 'down') this.#well.end();
    else this.#well.begin(now);
    const waits = seen === 'up' && this.state.verdict === 'down' && !silenced && this.#waits(now);
    if (waits) this.#keep(recoveryWords(monitor.recovery, this.#well.sinceMs!));
    else this.#settle(seen, votesWords(seen, voters, voters.length + awaited.length), { voters, silenced, now });
  }

  /** Who has not come to a verdict yet, or is awaited, goes along with the one that there is. */
  #voices(voters: readonly Entry[], awaited: readonly Elector[], { now, targets }: Pick<Bearings, 'now' | 'targets'>): StatedVoice[] {
    const { verdict } = this.state;
    const { intervalMs } = this.definition.monitor;
    const against = { looks: voters, awaited: awaited.length, targets, intervalMs, nowMs: now.monotonicMs };
    const waiting = awaited.map(({ facts }) => ({ verdict, region: facts.region }));
    return voters
      .map((entry): StatedVoice => {
        const { vote, elector } = entry;
        const doubtful = vote.verdict === 'down' && verdict !== 'down' && isUnproven(entry, against);
        if (doubtful) this.lookAgainMs = Math.min(this.lookAgainMs, now.monotonicMs + PROVEN_AGAIN_MS);
        return { verdict: doubtful || vote.verdict === 'unknown' ? verdict : vote.verdict, region: elector.facts.region };
      })
      .concat(waiting);
  }

  /** Whether the monitor's way of recovery does not let it be up yet. */
  #waits(now: Now): boolean {
    const missingMs = this.#well.missingMs(this.definition.monitor.recovery, now.monotonicMs);
    if (missingMs > 0) this.lookAgainMs = Math.min(this.lookAgainMs, now.monotonicMs + Math.min(missingMs, LOOK_AGAIN_MS));
    return missingMs > 0;
  }

  #settle(verdict: Verdict, told: Pick<Vote, 'reason' | 'words'>, along: { voters: readonly Entry[]; silenced: boolean; now: Now }): void {
    const turned = verdict !== this.state.verdict;
    const { voters, silenced, now } = along;
    // The moment is that of the observation that decided, where one did.
    const atMs = Math.max(...voters.map(({ last, heardMs }) => (heardMs === now.monotonicMs ? last.atMs : Number.NEGATIVE_INFINITY)));
    const sinceMs = turned ? (Number.isFinite(atMs) ? atMs : now.atMs) : this.state.sinceMs;
    if (turned && verdict === 'down' && this.state.verdict === 'up' && !silenced) this.downsAtMs = withDown(this.downsAtMs, now.atMs);
    if (turned) this.#well.end();
    const streak = Math.max(0, ...voters.map(({ vote }) => (vote.verdict === verdict ? vote.streak : 0)));
    this.state = { verdict, streak, ...told, sinceMs };
  }

  #foresee(voters: readonly Entry[], awaited: readonly Elector[], { silenced, grid, now }: Bearings): void {
    const { monitor } = this.definition;
    const { verdict } = this.state;
    const riseNeeded = riseAfter(monitor.rise, recentDowns(this.downsAtMs, now.atMs).length);
    const standpoints = withAwaited(voters, awaited, verdict);
    const wellMs = silenced ? 0 : this.#well.missingMs(monitor.recovery, now.monotonicMs);
    const looks = Math.max(LEAST_STEADY, verdict === 'down' ? riseNeeded : monitor.fall);
    const settlesAtMs = this.#steadiness.settlesAtMs(looks * monitor.intervalMs, now.monotonicMs);
    if (settlesAtMs > now.monotonicMs) this.lookAgainMs = Math.min(this.lookAgainMs, settlesAtMs);
    const prospect = { verdict, monitor, riseNeeded, standpoints, wellMs, phase: this.phase, grid };
    const outlook = outlookOf(prospect, settlesAtMs > now.monotonicMs);
    if (!sameOutlook(outlook, this.outlook)) this.outlook = outlook;
  }

  #hold(now: Now): void {
    this.#well.end();
    this.#keep(heldWords(this.state.verdict, this.#ballots(now)));
  }

  /** The verdict stays, for another reason. */
  #keep(words: string): void {
    const { verdict, sinceMs } = this.state;
    this.state = { verdict, streak: 0, reason: words, words, sinceMs };
  }
}
