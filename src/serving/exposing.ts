import { reportAskers } from '../answer/askers-report.ts';
import type { ExposureAccess } from '../api/exposure-access.ts';
import { placeOf } from '../control/describe-change.ts';
import type { Control } from '../control/loop.ts';
import { systemClock as clock } from '../lib/clock.ts';
import type { Drain, RunOut } from '../model/drain.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { ReadAnswersGiven } from '../model/exposure.ts';
import type { Responder } from '../responder/responder.ts';
import { exposureInSteps } from '../ttl/exposure.ts';
import { noteDrainEnded } from './drain-events.ts';
import { DrainKeeper } from './drain-keeper.ts';
import { exposureMetrics } from './exposure-metrics.ts';
import type { Facts } from './facts.ts';
import { inSlices } from './in-slices.ts';
import type { Inputs } from './inputs.ts';

/** What keeps the drains, from the states that are served first. */
export function keepDrains({ log, events, faults }: Facts, { store }: Inputs, states: EndpointStates, read: ReadAnswersGiven): DrainKeeper {
  const { rows: stored, warnings } = store.drains.list();
  for (const warning of warnings) log.warn(warning);
  return new DrainKeeper({
    ...{ stored, store: store.drains, states, read, clock },
    onEnded(drain) {
      const line = describeDrained(drain);
      if (line !== undefined) log.info({ endpoint: drain.endpoint, drain: drain.id, answers: drain.answers }, line);
      noteDrainEnded(events, drain, line);
    },
    onFault: error => faults.note('a drain could not be kept', error),
  });
}

export interface ExposureParts {
  readonly control: Pick<Control, 'served'>;
  readonly responder: Pick<Responder, 'askers'>;
  readonly answersGiven: ReadAnswersGiven;
  readonly drains: DrainKeeper;
}

/** What the API sees of the answers that were counted. */
export function exposureAccess({ started }: Facts, { control, responder, answersGiven, drains }: ExposureParts): ExposureAccess {
  return {
    list: () => drains.list(),
    askers: limit => reportAskers(responder.askers, limit),
    exposure(question) {
      const { inputs, states } = control.served;
      const facts = { given: answersGiven(), declared: inputs.declared, states, countedSinceMs: started.atMs };
      return inSlices(exposureInSteps(facts, question), clock);
    },
    metrics() {
      const facts = { given: answersGiven(), states: control.served.states, drains: drains.list() };
      return inSlices(exposureMetrics(facts), clock);
    },
  };
}

/** One line of the log about a drain that came to its end; undefined where there was nothing to drain, or it did not. */
export function describeDrained({ endpoint, answers, runOut, servedAtMs, givenSince, end }: Drain): string | undefined {
  if (end?.kind !== 'drained' || !runOut) return undefined;
  const after = (moment: keyof RunOut) => `${((runOut[moment] - servedAtMs) / 1000).toFixed(1)} s`;
  const more = givenSince === 0 ? '' : `; ${givenSince} more answers with its addresses were given meanwhile`;
  const parts = `half after ${after('halfAtMs')}, 90 % after ${after('ninetyAtMs')}, 99 % after ${after('ninetyNineAtMs')}, the last after ${after('lastAtMs')}`;
  return `${placeOf({ key: endpoint })} is drained: ${answers} answers have run out, ${parts}${more}`;
}
