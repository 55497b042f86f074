import { startAsker } from './asker.ts';
import type { Heard, Listener } from './heard.ts';
import type { Told } from './message.ts';

export interface CachesPlan {
  readonly port: number;
  readonly name: string;
  readonly count: number;
  /** Over so long they ask for the first time, one after the other. */
  readonly spreadMs: number;
}

/** A client that asks all the time finds a cache empty no later than this after its answer has run out. */
const CLIENT_MS = 100;

/**
 * Caches of clients that ask without end: each asks again at the moment at which the TTL of its answer has run out, never before and never
 * later; where that is 0, or where no answer came, with the next question of a client.
 */
export async function startVirtualCaches({ port, name, count, spreadMs }: CachesPlan): Promise<Listener> {
  const asker = await startAsker(port, name);
  const heard: Heard[][] = Array.from({ length: count }, () => []);
  const timers: NodeJS.Timeout[] = [];
  let unanswered = 0;
  const ask = (cache: number): void =>
    asker.ask(told => {
      if (told) heard[cache]!.push(noted(told));
      else unanswered++;
      timers[cache] = setTimeout(ask, told && told.ttl > 0 ? told.ttl * 1000 : CLIENT_MS, cache);
    });
  for (let cache = 0; cache < count; cache++) timers[cache] = setTimeout(ask, (cache * spreadMs) / count, cache);
  return {
    heard,
    unanswered: () => unanswered,
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearTimeout(timer);
      await asker[Symbol.asyncDispose]();
    },
  };
}

/** One that asks at fixed times, and does not wait for answers. */
export async function startClient(port: number, name: string, everyMs: number): Promise<Listener> {
  const asker = await startAsker(port, name);
  const heard: Heard[] = [];
  let unanswered = 0;
  const timer = setInterval(() => {
    asker.ask(told => {
      if (told) heard.push(noted(told));
      else unanswered++;
    });
  }, everyMs);
  return {
    heard: [heard],
    unanswered: () => unanswered,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await asker[Symbol.asyncDispose]();
    },
  };
}

function noted({ address, ttl }: Told): Heard {
  return { atMs: performance.now(), address, ttl };
}
