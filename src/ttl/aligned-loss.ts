import { alignedSeconds } from './align.ts';
import type { Detection } from './detection.ts';
import type { AnswerTtls, Loss } from './loss.ts';

type AlignedTtls = AnswerTtls & { readonly alignedAfterMs: number };

const HOUR_MS = 3_600_000;

/** TTLs count whole seconds, so answers run out up to so long after the moment that they are aligned to. */
const SECOND_MS = 1000;

/** So many resolvers are gone through, their first questions spread over the time between two looks … */
const RESOLVERS = 36;

/** … each after so many answers, by which it has fallen into step if it ever does … */
const WARM_UP = 20;

/** … with each of at least so many looks as the first that fails … */
const LOOKS = 10;

/** … which begins after its turn by so many parts of the jitter. */
const JITTERS: readonly number[] = [1 / 6, 1 / 2, 5 / 6];

/**
 * The loss where answers run out just after a look. Looks have their turns every `E`; a TTL of at most `L` lets an answer live for
 * `k = ⌊L / E⌋` of them, so that a resolver asks `a` after the turn of every `k`-th look, whichever those are. Where the first look that
 * fails has its turn at 0 and the verdict is there by `a`, one resolver in `k` asks right then, another `E` later, and so on: the loss is
 * `E / 2 + a + (k − 1) E / 2` on average, half of `E` less than with TTLs as long that run out whenever they do. Where it is not there yet
 * (an endpoint is silent, a look began late), those that ask at `a` get the failed endpoint once more: for the doubted TTL if a doubt has come
 * up by then, and else for `k E`. Where `L` is less than `E`, resolvers ask every `L` and once at `a`. Where the doubted TTL, below which no
 * answer is shortened, is too long for that, some resolvers never fall into step.
 *
 * `a` is a second, or one of a few, as resolvers are spread over them.
 *
 * So many cases have no formula worth having: resolvers are gone through, question by question, and the average is taken over them, over the
 * looks that they may go by, and over how late a look begins.
 */
export function alignedLoss(detection: Detection, ttls: AlignedTtls): Loss {
  const { lookEveryMs, jitterMs } = detection;
  const turns = turnsGoneThrough(lookEveryMs, ttls);
  let [sum, count, worst, asks] = [0, 0, 0, 0];
  for (let i = 0; i < RESOLVERS; i++) {
    const asksAt = questions(i, turns, { detection, ttls: inItsSecond(i, lookEveryMs, ttls) });
    asks += asksAt.filter(ms => ms >= turns[0]! && ms < turns.at(-1)! + lookEveryMs).length;
    let from = 0;
    for (const turnMs of turns) {
      while (asksAt[from]! < turnMs + detection.doubtMs) from++;
      const freedAfter = (doubtJitter: number, verdictJitter = doubtJitter) => {
        const look = { turnMs, doubtJitterMs: doubtJitter * jitterMs, verdictJitterMs: verdictJitter * jitterMs };
        return freedMs(asksAt, from, look, { detection, ttls });
      };
      for (const part of JITTERS) sum += freedAfter(part);
      worst = Math.max(worst, freedAfter(0), freedAfter(0, 1), freedAfter(1));
      count += JITTERS.length;
    }
  }
  return {
    // From the failure to the look it is half of E; to its turn it is less by the mean jitter.
    expectedMs: lookEveryMs / 2 - jitterMs / 2 + sum / count,
    worstMs: lookEveryMs + worst,
    queriesPerHour: (HOUR_MS * asks) / (RESOLVERS * turns.length * lookEveryMs),
  };
}

/** Turns of enough looks, and of as many times as many as an answer lives for; an answer from before the first question has run out by the first. */
function turnsGoneThrough(lookEveryMs: number, ttls: AlignedTtls): number[] {
  const lived = looksLived(lookEveryMs, ttls);
  return Array.from({ length: lived * Math.ceil(LOOKS / lived) }, (_, i) => (2 * lived + 2 + i) * lookEveryMs);
}

/** Of how many looks the longest answer sees the turn, at least 1. */
function looksLived(lookEveryMs: number, { settledSeconds }: AlignedTtls): number {
  return Math.max(1, Math.floor((settledSeconds * SECOND_MS) / lookEveryMs + 1e-6));
}

interface Bearings {
  readonly detection: Detection;
  readonly ttls: AlignedTtls;
}

/** When a resolver asks that is in step, if it ever is, while nothing is in doubt: from before the first turn until well after the last one. */
function questions(resolver: number, turns: readonly number[], { detection, ttls }: Bearings): number[] {
  const { lookEveryMs, verdictMs, jitterMs } = detection;
  let askMs = (lookEveryMs * (resolver + 0.5)) / RESOLVERS;
  for (let i = 0; i < WARM_UP; i++) askMs += settledTtlMs(askMs, lookEveryMs, ttls);
  // Which of the looks of its answers a resolver goes by is as good as chance.
  askMs = (askMs % lookEveryMs) + (resolver % looksLived(lookEveryMs, ttls)) * lookEveryMs;
  const asksAt = [askMs];
  const untilMs = turns.at(-1)! + lookEveryMs + verdictMs + jitterMs;
  while (askMs < untilMs) {
    askMs += settledTtlMs(askMs, lookEveryMs, ttls);
    asksAt.push(askMs);
  }
  return asksAt;
}

/** Answers of a resolver run out in a second of its own after the looks. */
function inItsSecond(resolver: number, lookEveryMs: number, ttls: AlignedTtls): AlignedTtls {
  const place = Math.floor((resolver * alignedSeconds(lookEveryMs)) / RESOLVERS);
  return { ...ttls, alignedAfterMs: ttls.alignedAfterMs + SECOND_MS * place };
}

/** The longest TTL allowed with which an answer runs out within its second after a look; the longest of all where there is none. */
function settledTtlMs(askMs: number, lookEveryMs: number, { settledSeconds, doubtedSeconds, alignedAfterMs }: AlignedTtls): number {
  const afterMs = askMs + settledSeconds * SECOND_MS - alignedAfterMs;
  const afterLookMs = afterMs - Math.floor(afterMs / lookEveryMs + 1e-9) * lookEveryMs;
  const seconds = settledSeconds - Math.floor(afterLookMs / SECOND_MS + 1e-9);
  return SECOND_MS * (seconds < doubtedSeconds ? settledSeconds : seconds);
}

/** The first look that fails, and what follows from it. */
interface FailedLook {
  readonly turnMs: number;
  /** How long after its turn the doubt comes up, and the verdict, beyond what detection says. */
  readonly doubtJitterMs: number;
  readonly verdictJitterMs: number;
}

/** How long after that turn a resolver first asks after the verdict; its questions before `from` are too early to count. */
function freedMs(asksAt: readonly number[], from: number, look: FailedLook, { detection, ttls }: Bearings): number {
  const doubtAtMs = look.turnMs + look.doubtJitterMs + detection.doubtMs;
  const verdictAtMs = look.turnMs + look.verdictJitterMs + detection.verdictMs;
  let at = from;
  while (asksAt[at]! < doubtAtMs) at++;
  const firstInDoubtMs = asksAt[at]!;
  const stepMs = ttls.doubtedSeconds * SECOND_MS;
  return firstInDoubtMs + Math.max(0, Math.ceil((verdictAtMs - firstInDoubtMs) / stepMs)) * stepMs - look.turnMs;
}
