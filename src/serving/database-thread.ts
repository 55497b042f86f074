/** The entry of the thread that reads a geographic database: a large one takes seconds, in which the main thread probes, decides and listens on. */
import { parentPort, workerData } from 'node:worker_threads';
import { packDatabase } from './packed-database.ts';

parentPort!.postMessage(packDatabase(workerData as string));
