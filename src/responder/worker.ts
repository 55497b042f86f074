/** The entry of a responder worker: Meridian's answers, on Meridian's transports. */
import { createLookup } from '../answer/lookup.ts';
import { runWorker } from './run-worker.ts';

await runWorker(createLookup);
