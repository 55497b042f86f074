import type { Clock } from '../lib/clock.ts';
import type { Message, Question } from './dns/message.ts';
import { NoAnswer } from './dns/no-answer.ts';
import { pause } from './pace.ts';
import type { NameServer } from './provider.ts';
import { type Expectation, missing, questionOf } from './shown.ts';

/** Somebody whose answers are looked at. */
export interface Witness {
  readonly server: NameServer;
  /** A resolver shows a change only when what it has cached has run out. */
  readonly role: 'authoritative' | 'resolver';
}

/** Whether a witness shows the new state. */
export interface Sighting {
  readonly witness: Witness;
  readonly shown: boolean;
  /** Milliseconds from the beginning until it showed everything; undefined: it has not. */
  readonly tookMs: number | undefined;
  /** What it answered last instead; undefined where it shows everything. */
  readonly missing: string | undefined;
}

export interface VerifyParts {
  /** Asks one question. Throws NoAnswer where there is none. */
  readonly ask: (witness: Witness, question: Question, signal: AbortSignal) => Promise<Message>;
  readonly clock: Clock;
  /** How long all of them have. */
  readonly timeoutMs: number;
  /** The wait between two looks at a witness that does not show everything yet. */
  readonly everyMs: number;
}

/** An answer chosen among records is looked at so often. */
const LOOKS = 4;

/** Asks all witnesses until each shows everything that is expected, or the time is over. Rejects only with the reason of `signal`. */
export async function verify(
  witnesses: readonly Witness[],
  expected: readonly Expectation[],
  parts: VerifyParts,
  signal: AbortSignal,
): Promise<readonly Sighting[]> {
  return Promise.all(witnesses.map(witness => watch(witness, expected, parts, signal)));
}

async function watch(witness: Witness, expected: readonly Expectation[], parts: VerifyParts, signal: AbortSignal): Promise<Sighting> {
  const { clock, timeoutMs, everyMs } = parts;
  const beginMs = clock.monotonic();
  // The serial that a resolver has cached says nothing of the sets that it has cached.
  let open = witness.role === 'resolver' ? expected.filter(({ kind }) => kind !== 'serial') : expected;
  for (;;) {
    const looked = await look(witness, open, parts, signal);
    if (looked.open.length === 0) return { witness, shown: true, tookMs: clock.monotonic() - beginMs, missing: undefined };
    open = looked.open;
    const leftMs = beginMs + timeoutMs - clock.monotonic();
    if (leftMs <= 0) return { witness, shown: false, tookMs: undefined, missing: looked.missing };
    await pause(clock, Math.min(everyMs, leftMs), signal);
  }
}

interface Looked {
  readonly open: readonly Expectation[];
  readonly missing: string | undefined;
}

/** Looks at what has not been shown before; at the first that is not yet there it is enough, the others are looked at with it the next time. */
async function look(witness: Witness, open: readonly Expectation[], parts: VerifyParts, signal: AbortSignal): Promise<Looked> {
  for (const [i, expected] of open.entries()) {
    const found = await difference(witness, expected, parts, signal);
    if (found !== undefined) return { open: open.slice(i), missing: found };
  }
  return { open: [], missing: undefined };
}

async function difference(witness: Witness, expected: Expectation, { ask }: VerifyParts, signal: AbortSignal): Promise<string | undefined> {
  const looks = expected.kind === 'set' && !expected.isWhole ? LOOKS : 1;
  for (let i = 0; i < looks; i++) {
    try {
      const found = missing(expected, await ask(witness, questionOf(expected), signal));
      if (found !== undefined) return found;
    } catch (error) {
      if (error instanceof NoAnswer) return error.message;
      throw error;
    }
  }
  return undefined;
}
