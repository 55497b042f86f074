import { z } from 'zod';
import type { Clock } from '../../src/lib/clock.ts';
import { formatDuration } from '../../src/lib/duration.ts';
import { printable } from '../printable.ts';
import { type Controller, readJson, readProblem } from './controller.ts';
import { CredentialError } from './credentials.ts';
import { whyFailed } from './failure-words.ts';

/** What became of a report. */
export type Sent =
  | { readonly kind: 'taken' }
  /** Nobody knows whether it was taken, or it was not this time: it is to be sent again. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** As `lost`, but people have to put something right first. */
  | { readonly kind: 'denied'; readonly reason: string }
  /** It is never to be sent again. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface SendOptions {
  readonly controller: Controller;
  readonly clock: Clock;
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Longer than HELD_UP_MS: failures that this delays are probed again once the report is taken, and a controller that is busy is not asked twice. */
const PATIENCE_MS = 10_000;

const answerShape = z.object({ taken: z.number() });

/** Sends one report and waits for its answer, ten seconds at most. Never rejects. */
export async function sendReport({ sequence, body }: { sequence: number; body: string }, options: SendOptions): Promise<Sent> {
  const { controller, clock, path, signal } = options;
  const giveUp = new AbortController();
  const reason = `no answer within ${formatDuration(PATIENCE_MS)}`;
  const cancel = clock.after(PATIENCE_MS, () => giveUp.abort());
  try {
    const call = { method: 'POST', path, accept: 'application/json', body, signal: AbortSignal.any([signal, giveUp.signal]) } as const;
    const answer = await controller.call(call);
    const { statusCode = 0 } = answer;
    if (statusCode === 200) return judge(sequence, await readJson(answer));
    const detail = printable((await readProblem(answer)) ?? 'no reason given');
    return { kind: kindOf(statusCode), reason: `${detail} (status ${statusCode})` };
  } catch (error) {
    if (giveUp.signal.aborted) return { kind: 'lost', reason };
    return { kind: error instanceof CredentialError ? 'denied' : 'lost', reason: whyFailed(error) };
  } finally {
    cancel();
  }
}

function kindOf(status: number): Exclude<Sent['kind'], 'taken'> {
  if (status === 401 || status === 403) return 'denied';
  return status >= 400 && status < 500 && status !== 429 ? 'refused' : 'lost';
}

/** An answer that is not of a controller says nothing of the report: a proxy may have made it. */
function judge(sequence: number, answer: unknown): Sent {
  const read = answerShape.safeParse(answer);
  if (!read.success) return { kind: 'lost', reason: 'what answers there is no controller of this version' };
  if (read.data.taken < sequence) return { kind: 'refused', reason: `it has taken reports up to ${read.data.taken} only` };
  return { kind: 'taken' };
}
