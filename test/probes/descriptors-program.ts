/**
 * A vantage with more probes than file descriptors. Its arguments: the port that all of them are of, and how many there are. It prints what
 * it has seen as one line of JSON whenever asked by a line.
 */
import { createInterface } from 'node:readline';
import { inspect } from 'node:util';
import { startProbes } from '../../probes/scheduler.ts';
import { systemClock as clock } from '../../src/lib/clock.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { probeTarget } from '../support/probe-target.ts';

/** What it has seen so far. */
export interface Seen {
  readonly faults: readonly string[];
  readonly failures: readonly string[];
  /** Keys that have passed since the last line. */
  readonly passed: readonly string[];
}

const [port, count] = process.argv.slice(2).map(Number);
const EXCHANGE = { path: '/', method: 'GET', headers: {}, expectStatus: [[200, 299]], redirects: 0 } as const;
const faults = new Set<string>();
const failures = new Set<string>();
const passed = new Set<string>();

const probes = startProbes({
  vantage: 'test',
  clock,
  random: seededRandom(1),
  maxInFlight: 1000,
  onObservation({ target, ok, reason }) {
    if (ok) passed.add(target);
    else failures.add(reason);
  },
  // Of a name with several addresses, one may have been refused before.
  onFault: (_probe, error) => void faults.add(inspect(error).includes('EMFILE') ? 'EMFILE' : String(error)),
  onLate: () => {},
});
probes.assign(
  Array.from({ length: count! }, (_, i) =>
    probeTarget(`e${i}`, {
      // Names are looked up over descriptors as well.
      address: i % 4 === 0 ? 'localhost' : '127.0.0.1',
      intervalMs: 500,
      timeoutMs: 60_000,
      check: { type: 'http', port: port!, ...EXCHANGE },
    }),
  ),
);
createInterface(process.stdin)
  .on('line', () => {
    const seen: Seen = { faults: [...faults], failures: [...failures], passed: [...passed] };
    passed.clear();
    console.log(JSON.stringify(seen));
  })
  .once('close', () => process.exit());
