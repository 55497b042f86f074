/** A program that gives up the reading of a database in the middle, and ends. Its argument is a fifo. */
import { readFile } from 'node:fs/promises';
import { readInThread } from '../../src/serving/read-database.ts';

const [fifo = ''] = process.argv.slice(2);
const given = new AbortController();
const reading = readInThread(fifo, given.signal, { entry: new URL('./busy-thread.ts', import.meta.url), heapMiB: 64 });
await readFile(fifo);
given.abort();
await reading.catch(error => process.stdout.write(`${error.message}\n`));
