/** The entry of the thread that reads the zones: a large directory takes seconds, in which the main thread probes, decides and listens on. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadPacked, type ZonesSource } from './packed-load.ts';

parentPort!.postMessage(loadPacked(workerData as ZonesSource));
