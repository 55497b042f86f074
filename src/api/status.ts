import { displayName } from '../lib/dns-name.ts';
import { isInForce } from '../lib/in-force.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import type { Intent } from '../model/intent.ts';
import type { Name } from '../model/zone.ts';
import { type GeoDatabaseView, type StatusView, statusView } from './contract.ts';
import type { GeoDatabaseFacts } from './operations.ts';
import { countStates } from './pool-view.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { presentTime } from './view.ts';

/** `GET /v1/status`: how the whole is. */
export function statusRoutes(context: ApiContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/status',
      summary: 'How the whole is: generation, zones, counts by state, vantages, geographic database, last error',
      reach: 'itself',
      answer: statusView,
      handle: ({ mayZone }) => viewStatus(context, mayZone),
    }),
  ];
}

/** For a token of some zones alone it counts what is theirs, and leaves out what may name others. */
function viewStatus({ operations, clock, version }: ApiContext, mayZone: (zone: Name) => boolean): StatusView {
  const snapshot = operations.snapshot();
  const zones = [...snapshot.declared.zones.values()].filter(({ name }) => mayZone(name));
  const seesAll = zones.length === snapshot.declared.zones.size;
  const intents = snapshot.intents.filter(({ target }) => mayZone(target.zone));
  const states = [...snapshot.states.values()].filter(({ key }) => mayZone(parseEndpointKey(key)?.zone ?? ''));
  return {
    version,
    generation: snapshot.generation,
    ready: snapshot.ready,
    started: presentTime(snapshot.startedAtMs),
    uptime_seconds: Math.floor(snapshot.uptimeMs / 1000),
    now: presentTime(clock.now()),
    listening: [...snapshot.listening],
    vantages: [...snapshot.vantages],
    zones: zones.map(({ name, steering }) => ({
      name: displayName(name),
      serial: snapshot.zoneSerials.get(name) ?? null,
      steered: steering !== undefined,
    })),
    endpoints: countStates(states),
    intents: intents.length,
    maintenance: countWindows(intents, clock.now()),
    rejected: seesAll ? [...snapshot.rejected] : [],
    last_error: (seesAll ? snapshot.lastError : undefined) ?? null,
    geo_database: viewGeoDatabase(snapshot.geoDatabase, clock.now()),
  };
}

function countWindows(intents: readonly Intent[], nowMs: number): StatusView['maintenance'] {
  const windows = intents.filter(({ kind }) => kind === 'maintenance');
  const active = windows.filter(window => isInForce(window, nowMs)).length;
  return { active, planned: windows.length - active };
}

function viewGeoDatabase(facts: GeoDatabaseFacts, nowMs: number): GeoDatabaseView {
  return {
    file: facts.file,
    watched: facts.watched,
    type: facts.type,
    built: presentTime(facts.builtAtMs),
    age_seconds: Math.floor((nowMs - facts.builtAtMs) / 1000),
    loaded: presentTime(facts.loadedAtMs),
    prefixes: facts.prefixes,
    fields: [...facts.fields],
    last_error: facts.lastError ?? null,
    warnings: [...facts.warnings],
  };
}
