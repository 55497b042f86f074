/** The entry of the thread that reads the zones: a large directory takes seconds, in which the main thread probes, decides and listens on. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadZones } from '../config/load.ts';

parentPort!.postMessage(loadZones(workerData as string));
