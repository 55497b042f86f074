import { isAskedFor } from '../lib/asked-for.ts';
import type { Drain } from '../model/drain.ts';
import { readExposureQuestion, viewPlace, viewRunOut } from './exposure.ts';
import { type DrainView, drainList, exposureQuery } from './exposure-contract.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { presentTime } from './view.ts';

/** `GET /v1/drains`: what became of the answers that caches held. None where nothing is counted. */
export function drainRoutes({ exposure, operations, clock }: ApiContext): Route[] {
  if (exposure === undefined) return [];
  return [
    route({
      method: 'GET',
      url: '/drains',
      summary: 'What became of the answers that caches held of endpoints that were given to nobody any more: now, and the last thousand',
      reach: 'query',
      query: exposureQuery,
      answer: drainList,
      handle({ query }) {
        const question = readExposureQuestion(operations.snapshot(), query);
        const drains = exposure.list().filter(({ endpoint }) => isAskedFor(question, endpoint));
        return { now: presentTime(clock.now()), drains: drains.map(viewDrain) };
      },
    }),
  ];
}

function viewDrain(drain: Drain): DrainView {
  return {
    id: drain.id,
    ...viewPlace(drain.endpoint),
    addresses: [...drain.addresses],
    cause: drain.cause,
    reason: drain.reason,
    decided: presentTime(drain.decidedAtMs),
    served: presentTime(drain.servedAtMs),
    answers: drain.answers,
    run_out: viewRunOut(drain.runOut),
    left: drain.left ?? null,
    given_since: drain.givenSince,
    state: drain.end?.kind ?? 'running',
    ended: drain.end ? presentTime(drain.end.atMs) : null,
  };
}
