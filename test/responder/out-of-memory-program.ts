/** Run with a small heap: takes all memory of a worker for UDP and of the one for TCP, and prints as JSON what was told and who answers then. */
import { setTimeout as pause } from 'node:timers/promises';
import { addressOf, askOnce, servedGeneration, startFixed } from './ask-responder.ts';
import { queryBytes } from './query-bytes.ts';

const { responder, faults, nextFault } = await startFixed({ workers: 2 });

/** Asks until there is an answer, as clients do. */
async function generation(transport: 'udp' | 'tcp'): Promise<number> {
  for (;;) {
    const served = await servedGeneration(addressOf(responder, transport)).catch(() => 0);
    if (served > 0) return served;
    await pause(10);
  }
}

const generations: number[] = [];
for (const transport of ['udp', 'tcp'] as const) {
  const fault = nextFault();
  const told = new AbortController();
  const fatal = askOnce(addressOf(responder, transport), queryBytes('bloat.test.'), told.signal).catch(() => undefined);
  await fault;
  told.abort();
  generations.push(await generation('udp'), await generation('tcp'));
  await fatal;
}
console.log(JSON.stringify({ faults: faults.map(({ message }) => message), generations, restarts: responder.counters().workerRestarts }));
await responder[Symbol.asyncDispose]();
