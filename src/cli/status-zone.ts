import type {
  EndpointView,
  MaintenanceIntentView,
  OverrideIntentView,
  PoolView,
  RatioIntentView,
  SteeredView,
  WeightIntentView,
  ZoneView,
} from '../api/contract.ts';
import { table } from './table.ts';
import { presentTree, presentTtl } from './tree.ts';
import { count, presentAge } from './words.ts';

/** As many addresses of a host as a line has room for. */
const SHOWN_ADDRESSES = 3;

/** One zone of `status`: its steered records, its pools with their endpoints, and the intents in force. */
export function presentZone(zone: ZoneView, nowMs: number): string {
  const serial = zone.serial === null ? '' : `, serial ${zone.serial}`;
  const head = `${zone.name}${serial}, ${count(zone.static_record_sets, 'static record set')}`;
  const tables = [recordTable(zone.records), poolTable(zone.pools, nowMs), intentTable(zone, nowMs)];
  return [head, ...tables.filter(text => text !== '')].join('\n\n');
}

function recordTable(records: readonly SteeredView[]): string {
  const rows = records.map(({ name, declared, effective }) => [
    name,
    presentTtl(declared.ttl),
    presentPoolStates(effective.pools),
    presentSteered(declared.steer, effective.steer),
  ]);
  return rows.length === 0 ? '' : table(['RECORD', 'TTL', 'POOLS', 'STEERED BY'], rows, 2);
}

/** What the file says stands behind, where a ratio makes another tree of it. */
function presentSteered(file: unknown, now: unknown): string {
  const [declared, effective] = [presentTree(file), presentTree(now)];
  return effective === declared ? effective : `${effective} (file ${declared})`;
}

/** Only what is not up is named: the rest is as it should be. */
function presentPoolStates(pools: SteeredView['effective']['pools']): string {
  const others = pools.filter(({ state }) => state !== 'up').map(({ name, state }) => `${name} ${state}`);
  return others.length === 0 ? 'all up' : others.join(', ');
}

function poolTable(pools: readonly PoolView[], nowMs: number): string {
  const rows = pools.flatMap(pool =>
    pool.endpoints.map((endpoint, i) => [
      ...(i === 0 ? [pool.name, pool.declared.site, pool.effective.state] : ['', '', '']),
      ...endpointCells(endpoint, nowMs),
    ]),
  );
  return rows.length === 0
    ? ''
    : table(['POOL', 'SITE', 'STATE', 'ENDPOINT', 'ADDRESS', 'WEIGHT', 'MEASURED', 'FOR', 'EFFECTIVE', 'WHY'], rows, 2);
}

/** A host with what it is answered with. */
export function presentAddress({ address, resolution }: EndpointView, nowMs: number): string {
  if (!resolution) return address;
  const { addresses, failing } = resolution;
  const more = addresses.length > SHOWN_ADDRESSES ? ` and ${addresses.length - SHOWN_ADDRESSES} more` : '';
  const shown = addresses.slice(0, SHOWN_ADDRESSES).join(', ') || 'nothing found yet';
  const since = failing ? ` (not found for ${presentAge(nowMs - Date.parse(failing.since))}: ${failing.reason})` : '';
  return `${address} → ${shown}${more}${since}`;
}

function endpointCells(endpoint: EndpointView, nowMs: number): string[] {
  const { name, declared, measured, effective } = endpoint;
  const weight = effective.weight === declared.weight ? String(effective.weight) : `${effective.weight} (file ${declared.weight})`;
  const why =
    effective.override === null && effective.held === null ? measured.reason : `${effective.reason} (measured: ${measured.reason})`;
  const address = presentAddress(endpoint, nowMs);
  return [name, address, weight, measured.verdict, presentAge(nowMs - Date.parse(measured.since)), effective.state, why];
}

function intentTable({ name, records, pools, sites }: ZoneView, nowMs: number): string {
  const rows = [
    ...records.flatMap(({ owner, intent: { ratio } }) => (ratio ? [ratioRow(owner, ratio)] : [])),
    ...pools.flatMap(({ endpoints }) =>
      endpoints.flatMap(({ pool, name: endpoint, intent }) => intentRows(`${name}/${pool}/${endpoint}`, intent, nowMs)),
    ),
    ...pools.flatMap(pool => intentRows(`${name}/${pool.name}`, pool.intent, nowMs)),
    ...sites.flatMap(site => intentRows(`${name}/site:${site.name}`, site.intent, nowMs)),
  ];
  return rows.length === 0 ? '' : table(['INTENT AT', 'WHAT', 'BY', 'UNTIL', 'REASON'], rows, 2);
}

interface Intents {
  readonly weight?: WeightIntentView | null;
  readonly override: OverrideIntentView | null;
  readonly maintenance: MaintenanceIntentView | null;
}

function intentRows(at: string, { weight, override, maintenance }: Intents, nowMs: number): string[][] {
  const row = (what: string, { author, reason, expires }: WeightIntentView | OverrideIntentView | MaintenanceIntentView) => [
    at,
    what,
    author,
    expires ?? 'released',
    reason,
  ];
  return [
    ...(weight ? [row(`weight ${weight.weight}`, weight)] : []),
    ...(override ? [row(presentOverride(override), override)] : []),
    ...(maintenance ? [row(presentMaintenance(maintenance, nowMs), maintenance)] : []),
  ];
}

function ratioRow(at: string, { weights, applies, author, expires, reason }: RatioIntentView): string[] {
  const shares = Object.entries(weights).map(([branch, weight]) => `${branch} ${weight}`);
  return [at, `ratio ${shares.join(', ')}${applies ? '' : ' (fits no more)'}`, author, expires ?? 'released', reason];
}

function presentOverride({ state, ttl_seconds: ttl }: OverrideIntentView): string {
  return ttl === null ? state : `${state}, TTL ${ttl} s`;
}

function presentMaintenance({ from }: MaintenanceIntentView, nowMs: number): string {
  return Date.parse(from) <= nowMs ? 'maintenance' : `maintenance from ${from}`;
}
