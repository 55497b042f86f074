/** The entry of a responder worker that answers from the fixed lookup. */
import { runWorker } from '../../src/responder/run-worker.ts';
import { FixedLookup } from './fixed-lookup.ts';

await runWorker(table => new FixedLookup(table));
