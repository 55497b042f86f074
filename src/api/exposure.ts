import { displayName } from '../lib/dns-name.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import { readTarget } from '../lib/target-text.ts';
import type { RunOut } from '../model/drain.ts';
import type { EndpointExposure, Exposure, ExposureQuestion } from '../model/exposure.ts';
import type { EndpointKey } from '../model/health.ts';
import {
  type EndpointExposureView,
  type ExposureQuery,
  type ExposureView,
  exposureQuery,
  exposureView,
  type RunOutView,
} from './exposure-contract.ts';
import { findEndpoint, findPool, findSteeredZone, findZone } from './find.ts';
import type { Snapshot } from './operations.ts';
import { badInput } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { presentTime } from './view.ts';

/** `GET /v1/exposure`: how much of what caches may still hold. None where nothing is counted. */
export function exposureRoutes({ exposure, operations }: ApiContext): Route[] {
  if (exposure === undefined) return [];
  return [
    route({
      method: 'GET',
      url: '/exposure',
      summary: 'How many answers of each endpoint caches may still hold, when they run out, and which part of all they are',
      reach: 'query',
      query: exposureQuery,
      answer: exposureView,
      async handle({ query }) {
        return viewExposure(await exposure.exposure(readExposureQuestion(operations.snapshot(), query)));
      },
    }),
  ];
}

/** What a query asks for. Throws a 400 where it asks for two things at once, and a 404 for what is not there. */
export function readExposureQuestion({ declared }: Snapshot, query: ExposureQuery): ExposureQuestion {
  const asked = (['zone', 'pool', 'endpoint'] as const).filter(field => query[field] !== undefined);
  const [field = 'zone', second] = asked;
  if (second) throw badInput([{ field: second, message: `expected only one of zone, pool and endpoint, found ${asked.join(' and ')}` }]);
  const text = query[field];
  if (text === undefined) return { records: false };
  if (field === 'zone') return { zone: findZone(declared, text).name, records: false };
  const target = readTarget(text);
  const form = field === 'pool' ? 'ZONE/POOL' : 'ZONE/POOL/ENDPOINT';
  if (target?.kind !== field) throw badInput([{ field, message: `expected ${form}, found "${text}"` }]);
  const zone = findSteeredZone(declared, target.zone);
  const pool = findPool(zone, target.pool);
  const endpoint = target.kind === 'endpoint' ? findEndpoint(zone, pool, target.endpoint).name : undefined;
  return { zone: zone.name, pool: pool.name, endpoint, records: true };
}

/** The names that an endpoint key is made of, the zone as people write it. */
export function viewPlace(key: EndpointKey): Pick<EndpointExposureView, 'zone' | 'pool' | 'endpoint'> {
  const { zone, pool, endpoint } = parseEndpointKey(key)!;
  return { zone: displayName(zone), pool, endpoint };
}

export function viewRunOut(runOut: RunOut | undefined): RunOutView {
  if (!runOut) return null;
  return {
    half: presentTime(runOut.halfAtMs),
    ninety: presentTime(runOut.ninetyAtMs),
    ninety_nine: presentTime(runOut.ninetyNineAtMs),
    last: presentTime(runOut.lastAtMs),
  };
}

function viewExposure({ atMs, countedSinceMs, answers, endpoints }: Exposure): ExposureView {
  return {
    now: presentTime(atMs),
    counted_since: presentTime(countedSinceMs),
    answers,
    endpoints: endpoints.map(viewEndpoint),
  };
}

function viewEndpoint({ endpoint, records, ...exposure }: EndpointExposure): EndpointExposureView {
  return {
    ...viewPlace(endpoint),
    state: exposure.effective,
    addresses: [...exposure.addresses],
    shared_with: exposure.sharedWith.map(presentPlace),
    answers: exposure.answers,
    run_out: viewRunOut(exposure.runOut),
    of_zone: exposure.ofZone,
    of_all: exposure.ofAll,
    total: exposure.total,
    ...(records && { records: records.map(({ owner, part }) => ({ name: displayName(owner), part })) }),
  };
}

function presentPlace(key: EndpointKey): string {
  const { zone, pool, endpoint } = viewPlace(key);
  return `${zone}/${pool}/${endpoint}`;
}
