/** The controller of the bench: the API, the fleet and the health engine, without name server, store or probes of its own. Ends with its input. */

import { listen } from '../../../src/api/listen.ts';
import { createApi } from '../../../src/api/server.ts';
import { planProbes } from '../../../src/fleet/assignment.ts';
import { createFleet } from '../../../src/fleet/fleet.ts';
import { createHealth } from '../../../src/health/engine.ts';
import { systemClock as clock } from '../../../src/lib/clock.ts';
import { Standstill } from '../../../src/lib/standstill.ts';
import { MemoryOperations } from '../../api/memory-operations.ts';
import { intakeZones } from './plan.ts';

const TICK_MS = 1000;
const declared = intakeZones();
const standstill = new Standstill(clock);
const health = createHealth({ restore: () => undefined, clock, stoodStillMs: () => standstill.totalMs });
health.assign(declared);
const plan = planProbes(health.targets);

const fleet = createFleet({
  clock,
  standstill,
  version: '0.1.0',
  onObservation(observation) {
    for (const target of plan.targetsOf(observation.target)) {
      if (health.observe({ ...observation, target })?.suspicion) fleet.suspect(observation.target, observation.vantage);
    }
  },
  onVantages: facts => void health.setVantages(facts),
  onEvent(event) {
    if (event.kind !== 'connected') console.error(JSON.stringify(event));
  },
});
fleet.assign(plan.probes);

const tick = () => {
  health.tick();
  clock.after(TICK_MS, tick);
};
tick();

const token = process.argv[2]!;
const quiet = () => {};
const app = createApi({
  operations: new MemoryOperations(declared, clock),
  fleet,
  clock,
  version: '0.1.0',
  newRequestId: () => 'bench',
  token,
  tokensEqual: (a, b) => a === b,
  logger: { debug: quiet, info: quiet, warn: quiet, error: (fields, message) => console.error(message, fields) },
});
const { port } = await listen(app, { address: '127.0.0.1', port: 0 });
console.log(port);
process.stdin.resume().once('end', () => process.exit());
