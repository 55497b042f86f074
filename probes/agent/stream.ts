import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import { SILENCE_MS } from '../../src/fleet/contract.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { formatDuration } from '../../src/lib/duration.ts';
import { printable } from '../printable.ts';
import { type Controller, readProblem } from './controller.ts';
import { CredentialError } from './credentials.ts';
import { whyFailed } from './failure-words.ts';

/** How a stream ended, or that there was none; why, for the operator. */
export interface StreamEnd {
  /**
   * `lost`: by the network, or the controller ended. `denied`: by the token. `refused`: the two cannot work together as they are.
   * `dismissed`: this vantage is not wanted.
   */
  readonly kind: 'lost' | 'denied' | 'refused' | 'dismissed';
  readonly reason: string;
}

export interface StreamOptions {
  readonly controller: Controller;
  readonly clock: Clock;
  readonly path: string;
  /** Ends the stream without a word. */
  readonly signal: AbortSignal;
  /** Gets each event; what it gives back ends the stream. */
  readonly onEvent: (name: string, data: string) => StreamEnd | undefined;
}

/** Characters that an event may have: an assignment of 100,000 probes has half as many. */
const LONGEST_EVENT = 64 * 1024 * 1024;

/** Follows one stream of server-sent events to its end. Never rejects. */
export async function followStream({ controller, clock, path, signal, onEvent }: StreamOptions): Promise<StreamEnd> {
  const { promise: ended, resolve: end } = Promise.withResolvers<StreamEnd>();
  const closing = new AbortController();
  const silence = watchSilence(clock, end);
  const call = { method: 'GET', path, accept: 'text/event-stream', signal: AbortSignal.any([signal, closing.signal]) } as const;
  controller.call(call).then(
    async answer => {
      const refusal = await refusalOf(answer);
      if (refusal) end(refusal);
      else readEvents(answer, { end, onEvent, heard: silence.heard });
    },
    error => end({ kind: error instanceof CredentialError ? 'denied' : 'lost', reason: whyFailed(error) }),
  );
  const result = await ended;
  silence.stop();
  closing.abort();
  return result;
}

function watchSilence(clock: Clock, end: (end: StreamEnd) => void) {
  let cancel = () => {};
  const heard = () => {
    cancel();
    cancel = clock.after(SILENCE_MS, () => end({ kind: 'lost', reason: `silent for ${formatDuration(SILENCE_MS)}` }));
  };
  heard();
  return { heard, stop: () => cancel() };
}

async function refusalOf(answer: IncomingMessage): Promise<StreamEnd | undefined> {
  const { statusCode = 0, headers } = answer;
  if (statusCode === 200 && /^text\/event-stream\b/.test(headers['content-type'] ?? '')) return undefined;
  const detail = printable((await readProblem(answer)) ?? 'what answers there is no controller of this version');
  const reason = `${detail} (status ${statusCode})`;
  if (statusCode === 401 || statusCode === 403) return { kind: 'denied', reason };
  return { kind: statusCode >= 500 || statusCode === 429 ? 'lost' : 'refused', reason };
}

interface Reading {
  readonly end: (end: StreamEnd) => void;
  readonly onEvent: StreamOptions['onEvent'];
  readonly heard: () => void;
}

function readEvents(answer: IncomingMessage, { end, onEvent, heard }: Reading): void {
  let over = false;
  const finish = (result: StreamEnd) => {
    over = true;
    end(result);
  };
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onEvent: ({ event = 'message', data }) => {
      if (over) return;
      heard();
      const result = onEvent(event, data);
      if (result) finish(result);
    },
    onError: ({ type, message }) => {
      if (type === 'max-buffer-size-exceeded') finish({ kind: 'lost', reason: printable(message) });
    },
  });
  answer.setEncoding('utf8');
  answer.on('data', (text: string) => {
    if (!over) parser.feed(text);
  });
  answer.on('end', () => finish({ kind: 'lost', reason: 'connection closed' }));
  answer.on('error', error => finish({ kind: 'lost', reason: whyFailed(error) }));
}
