/** The entry of the thread that reads a geographic database: a large one takes seconds, in which the main thread probes, decides and listens on. */
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, packDatabase } from './packed-database.ts';

const packed = packDatabase(workerData as string);
parentPort!.postMessage(packed, buffersOf(packed));
