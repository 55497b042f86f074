/** A program that gives up a reading which hangs, and ends. Its argument is a fifo. */
import { open } from 'node:fs/promises';
import { loadInThread } from '../../src/serving/load.ts';

const [fifo = ''] = process.argv.slice(2);
const given = new AbortController();
const load = loadInThread({ zones: fifo, allowExec: false }, given.signal, new URL('./hung-thread.ts', import.meta.url));
// Opened once the thread reads it; nothing is ever written.
await using _ = await open(fifo, 'w');
given.abort();
await load.catch(error => process.stdout.write(`${error.message}\n`));
process.exit(0);
