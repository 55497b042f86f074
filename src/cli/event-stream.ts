import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { type EventView, eventView, problem } from '../api/contract.ts';
import type { ClientOptions } from '../config/client-options.ts';
import { CommandFailure } from './failure.ts';

export interface Following {
  readonly options: ClientOptions;
  readonly query: URLSearchParams;
  /** Events after this id are wanted. */
  readonly after: number;
  /** Ends it without a word. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: EventView) => void;
  /** Told what an operator may want to know: the connection was lost, is there again, events were forgotten. */
  readonly onNotice: (line: string) => void;
}

const RETRY_MS = 2000;
/** The server shows every 15 s that it is there. */
const SILENCE_MS = 45_000;

/** Shows events as they come, over lost connections, until the signal. Rejects with a CommandFailure where the server says no. */
export async function followEvents(following: Following): Promise<void> {
  const { signal, onNotice } = following;
  let after = following.after;
  let isLost = false;
  while (!signal.aborted) {
    const onOpen = () => {
      if (isLost) onNotice('connected again');
      isLost = false;
    };
    await readStream({ ...following, after }, { onOpen, onId: id => (after = id) }).catch(error => {
      if (signal.aborted) return;
      if (error instanceof CommandFailure) throw error;
      if (!isLost) onNotice(`the connection is lost (${(error as Error).message}); trying again`);
      isLost = true;
    });
    await pause(RETRY_MS, undefined, { signal }).catch(() => {});
  }
}

interface Told {
  readonly onOpen: () => void;
  readonly onId: (id: number) => void;
}

/** Reads one connection to its end, which is always an error. */
async function readStream({ options, query, after, signal, onEvent, onNotice }: Following, { onOpen, onId }: Told): Promise<never> {
  const answer = await connect(options, `/v1/events?${query}`, { after, signal });
  if (answer.statusCode !== 200) throw await refusalOf(answer);
  onOpen();
  const parser = createParser({
    onEvent({ id, event, data }) {
      if (event === 'gap') onNotice('events between were forgotten by the server before they could be shown');
      const read = eventView.safeParse(jsonOf(data));
      if (read.success) onEvent(read.data);
      if (id !== undefined) onId(Number(id));
    },
  });
  answer.setEncoding('utf8');
  for await (const piece of answer) parser.feed(String(piece));
  throw new Error('the server ended it');
}

async function connect(
  { url, ca, tokenFile }: ClientOptions,
  path: string,
  { after, signal }: Pick<Following, 'after' | 'signal'>,
): Promise<IncomingMessage> {
  const headers = {
    accept: 'text/event-stream',
    authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`,
    'last-event-id': String(after),
  };
  const call = url.startsWith('https:')
    ? requestHttps(url + path, { headers, signal, agent: false, ...(ca !== undefined && { ca }) })
    : requestHttp(url + path, { headers, signal, agent: false });
  // What goes wrong later ends the reading of the answer.
  call.on('error', () => {}).setTimeout(SILENCE_MS, () => call.destroy(new Error('the server is silent')));
  call.end();
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  return answer;
}

/** A server that is busy or starting is tried again. */
async function refusalOf(answer: IncomingMessage): Promise<Error> {
  const told = problem.safeParse(jsonOf(await readText(answer)));
  const status = answer.statusCode ?? 0;
  const detail = told.success ? told.data.detail : `what answers there is no Meridian of this version (status ${status})`;
  return status >= 500 || status === 429 ? new Error(detail) : new CommandFailure(detail);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
