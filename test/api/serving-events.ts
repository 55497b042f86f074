import { request } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { onTestFinished } from 'vitest';
import type { Metric } from '../../src/api/operations.ts';
import { EventStreams } from '../../src/events/streams.ts';
import { eventScene } from '../events/event-scene.ts';
import { serveApi, TOKEN } from './serving.ts';

/** A real API that tells of the events of a scene, whose time stands still but for what `settle` moves. */
export async function serveEvents(size?: number) {
  const scene = eventScene(size === undefined ? {} : { size });
  const { log, reader, clock } = scene;
  const streams = new EventStreams({ log, reader, clock });
  const good = { is: true };
  const metrics: readonly Metric[] = [];
  const events = {
    open: (asked: Parameters<typeof streams.open>[0]) => streams.open(asked),
    before: async (id: number | undefined, filter: object, most: number) => reader.before(id ?? log.lastId + 1, filter, most).events,
    isGood: () => good.is,
    metrics: () => metrics,
  };
  const api = await serveApi(undefined, { events, clock });
  return { ...api, ...scene, streams, good };
}

/** Reads `GET /v1/events` as a browser would. */
export function readEvents(url: string, headers: Record<string, string> = {}) {
  const read: EventSourceMessage[] = [];
  const waiting = new Set<() => void>();
  const ended = Promise.withResolvers<void>();
  let raw = '';
  const call = request(url, { headers: { authorization: `Bearer ${TOKEN}`, ...headers }, agent: false }, answer => {
    const parser = createParser({ onEvent: event => read.push(event) });
    answer.setEncoding('utf8');
    answer.on('data', (piece: string) => {
      raw += piece;
      parser.feed(piece);
      for (const look of waiting) look();
    });
    answer.on('error', () => {}).on('close', ended.resolve);
  });
  call.on('error', () => ended.resolve()).end();
  onTestFinished(() => void call.destroy());

  /** Resolves once what was read is as `isEnough` wants it; `run` goes on meanwhile. */
  const until = async (
    isEnough: (events: readonly EventSourceMessage[], raw: string) => boolean,
  ): Promise<readonly EventSourceMessage[]> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => isEnough(read, raw) && resolve();
    waiting.add(look);
    look();
    await promise;
    waiting.delete(look);
    return read;
  };
  return {
    call,
    read,
    until,
    ended: ended.promise,
    messages: () => read.map(({ data }) => (JSON.parse(data) as { message: string }).message),
  };
}
