import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until `ask` gives something else than undefined; throws what `tell` says when the time is over. */
export async function eventually<T>(
  ask: () => Promise<T | undefined>,
  { withinMs, tell }: { readonly withinMs: number; readonly tell: () => string },
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(tell());
    await pause(50);
  }
}
