import { displayName } from '../lib/dns-name.ts';
import { typeName } from '../lib/rr-type.ts';
import { writeTarget } from '../lib/target-text.ts';
import type { RecordForecast, Shares, Shift, WhatIf } from '../model/whatif.ts';
import type { WhatIfQuestion } from './operations.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { type WhatIfView, whatIfQuery, whatIfView } from './whatif-contract.ts';
import { ofZones } from './whatif-of-zones.ts';
import { readWhatIf } from './whatif-question.ts';

/** `GET /v1/whatif`: what would be answered if endpoints were in other states. Nothing is changed. */
export function whatIfRoutes({ operations }: ApiContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/whatif',
      summary: 'How shares and load would change if endpoints, pools or sites were down, drained or up; nothing is changed',
      reach: 'itself',
      query: whatIfQuery,
      answer: whatIfView,
      async handle({ query, mayZone, needZone }) {
        const question = readWhatIf(operations.snapshot(), query);
        for (const { target } of question.targets) needZone(target.zone);
        const view = viewWhatIf(question, await operations.whatIf(question));
        return ofZones(view, [...operations.snapshot().declared.zones.keys()].filter(mayZone));
      },
    }),
  ];
}

function viewWhatIf({ targets }: WhatIfQuestion, whatIf: WhatIf): WhatIfView {
  return {
    generation: whatIf.generation,
    targets: targets.map(({ target, state }) => ({ target: writeTarget(target), state })),
    ...viewForecast(whatIf),
  };
}

/** What would be answered, without what it was asked for. */
export function viewForecast({
  answers,
  recordSets,
  withoutAddresses,
  total,
  records,
}: WhatIf): Omit<WhatIfView, 'generation' | 'targets'> {
  return {
    answers,
    record_sets: recordSets,
    countries_without_addresses: [...withoutAddresses],
    total: { weighted_by: total.basis, ...viewShares(total) },
    records: records.map(viewRecord),
  };
}

function viewRecord({
  zone,
  owner,
  type,
  basis,
  answers,
  changes,
  comesToResort,
  resorts,
  ...shares
}: RecordForecast): WhatIfView['records'][number] {
  return {
    zone: displayName(zone),
    name: displayName(owner),
    type: typeName(type),
    weighted_by: basis,
    answers,
    changes,
    comes_to_resort: comesToResort,
    resorts: resorts.map(({ because, ...shift }) => ({ because, ...shift })),
    ...viewShares(shares),
  };
}

function viewShares({ unanswered, pools, endpoints }: Shares) {
  return {
    unanswered: { ...unanswered },
    pools: pools.map(({ zone, pool, ...shift }) => ({ zone: displayName(zone), pool, ...viewShift(shift) })),
    endpoints: endpoints.map(({ zone, pool, endpoint, addresses, ...shift }) => ({
      zone: displayName(zone),
      pool,
      endpoint,
      addresses: [...addresses],
      ...viewShift(shift),
    })),
  };
}

function viewShift({ before, after }: Shift) {
  return { before, after, factor: before > 0 ? after / before : null };
}
