import { type EventView, historyList } from '../api/contract.ts';
import { UsageError } from '../config/usage-error.ts';
import { parseDurationMs } from '../lib/duration.ts';
import type { Client } from './client.ts';

/** The flags that choose events. */
export interface EventFilterFlags {
  readonly zone?: readonly string[];
  readonly kind?: readonly string[];
  readonly level?: string;
  readonly target?: string;
  readonly author?: string;
  readonly text?: string;
  readonly since?: string;
  readonly until?: string;
}

const MOST_A_PAGE = 1000;

/** The query that the flags ask for; `nowMs` is what spans are counted back from. */
export function eventQuery({ zone = [], kind = [], since, until, ...flags }: EventFilterFlags, nowMs: number): URLSearchParams {
  const { level, target, author, text } = flags;
  const single = { level, target, author, text, from: momentOf(since, nowMs), until: momentOf(until, nowMs) };
  const pairs = [
    ...zone.map((each): [string, string] => ['zone', each]),
    ...kind.map((each): [string, string] => ['kind', each]),
    ...Object.entries(single).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  ];
  return new URLSearchParams(pairs);
}

/** The newest events that the query asks for, the newest first, so many at the most. */
export async function readHistory(client: Client, query: URLSearchParams, most: number): Promise<EventView[]> {
  const events: EventView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = new URLSearchParams(query);
    page.set('limit', String(Math.min(MOST_A_PAGE, most - events.length)));
    if (cursor !== undefined) page.set('cursor', cursor);
    const { events: found, next } = await client.get(historyList, `/v1/history?${page}`);
    events.push(...found);
    if (next === null || events.length >= most) return events;
    cursor = next;
  }
}

/** Reads `--limit`. Throws a UsageError. */
export function readLimit(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--limit: expected an integer from 1, found "${text}"`);
}

/** A span is how long ago. */
function momentOf(text: string | undefined, nowMs: number): string | undefined {
  const agoMs = text === undefined ? undefined : parseDurationMs(text);
  return agoMs === undefined ? text : new Date(nowMs - agoMs).toISOString();
}
