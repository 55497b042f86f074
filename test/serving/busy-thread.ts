/** A thread that never ends by itself: it tells the fifo that it is given that it has begun, and goes round in circles. */
import { writeFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

writeFileSync(workerData as string, 'begun');
for (;;);
