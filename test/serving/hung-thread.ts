/** A thread that hangs in the file system: it reads the fifo that it is given. */
import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import type { ZonesSource } from '../../src/serving/packed-load.ts';

readFileSync((workerData as ZonesSource).zones);
