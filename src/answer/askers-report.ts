import { formatIp } from '../lib/ip-address.ts';
import type { AskersReport, AskingPrefix } from '../model/askers.ts';
import { type Askers, HEAD, ONE_IN, ROW, ROWS } from './askers.ts';

/** As often a question must have come after its answer ran out before that says anything. */
const LEAST_AFTERWARDS = 10;
/**
 * How even gaps must be: the least of them, as often as there are gaps, against their mean. Of a resolver whose clients ask by chance this is
 * above x with a chance of e^-x (the least of n exponential gaps): here one in a thousand.
 */
const EVEN = 7;
/** Gaps below this are on time: clients ask a little later than an answer ran out. */
const LATE_SECONDS = 2;

/** What rows of one question tell. */
interface Followed {
  readonly prefix: string;
  readonly answers: number;
  readonly early: number;
  readonly afterwards: number;
  readonly lateSum: number;
  readonly lateLeast: number;
}

/** The prefixes that ask otherwise than the TTLs say, at most `limit` of each kind. */
export function reportAskers(words: Askers, limit: number): AskersReport {
  const prefixes = [...Map.groupBy(followedIn(words), ({ prefix }) => prefix).values()].map(summed);
  const later = prefixes.filter(({ afterwards, meanLateSeconds }) => afterwards > 0 && meanLateSeconds >= LATE_SECONDS);
  const early = prefixes.filter(each => each.early > 0);
  return {
    oneIn: ONE_IN,
    prefixes: prefixes.length,
    unseen: words[HEAD.UNSEEN]!,
    later: later.sort((a, b) => Number(b.overstays) - Number(a.overstays) || b.meanLateSeconds - a.meanLateSeconds).slice(0, limit),
    early: early.sort((a, b) => b.early - a.early).slice(0, limit),
  };
}

function followedIn(words: Askers): Followed[] {
  const rows = Array.from({ length: ROWS }, (_, i) => HEAD.WIDTH + i * ROW.WIDTH);
  return rows
    .filter(row => isFollowed(words[row + ROW.TAG]!) && words[row + ROW.ANSWERS]! > 0)
    .map(row => ({
      prefix: prefixIn(words, row),
      answers: words[row + ROW.ANSWERS]!,
      early: words[row + ROW.EARLY]!,
      afterwards: words[row + ROW.AFTERWARDS]!,
      lateSum: words[row + ROW.LATE_SUM]!,
      lateLeast: words[row + ROW.LATE_LEAST]!,
    }));
}

/** 0: free, 1: being taken. */
function isFollowed(tag: number): boolean {
  return tag !== 0 && tag !== 1;
}

function prefixIn(words: Askers, row: number): string {
  const low = words[row + ROW.LOW]!;
  const lowOctets = [low >>> 16, (low >>> 8) & 255, low & 255];
  if (words[row + ROW.FAMILY] === 4) return `${formatIp(Uint8Array.of(...lowOctets, 0))}/24`;
  const high = words[row + ROW.HIGH]!;
  const octets = new Uint8Array(16);
  octets.set([high >>> 24, (high >>> 16) & 255, (high >>> 8) & 255, high & 255, ...lowOctets]);
  return `${formatIp(octets)}/56`;
}

function summed(rows: readonly Followed[]): AskingPrefix {
  const sum = (of: (row: Followed) => number) => rows.reduce((before, row) => before + of(row), 0);
  const again = rows.filter(({ afterwards }) => afterwards > 0);
  const afterwards = sum(row => row.afterwards);
  return {
    prefix: rows[0]!.prefix,
    questions: rows.length,
    answers: sum(row => row.answers),
    early: sum(row => row.early),
    afterwards,
    meanLateSeconds: afterwards === 0 ? 0 : sum(row => row.lateSum) / afterwards,
    leastLateSeconds: again.reduce((least, { lateLeast }) => Math.min(least, lateLeast), again[0]?.lateLeast ?? 0),
    overstays: rows.some(isEvenlyLate),
  };
}

function isEvenlyLate({ afterwards, lateSum, lateLeast }: Followed): boolean {
  return afterwards >= LEAST_AFTERWARDS && lateLeast >= LATE_SECONDS && lateLeast * afterwards >= EVEN * (lateSum / afterwards);
}
