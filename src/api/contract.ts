/**
 * The wire types of the API, which the command line and the console share. Times are RFC 3339, zones stand without their final dot,
 * and what is not there is null. One schema gives the type, the validation of what comes in, and the OpenAPI document.
 */
import { z } from 'zod';
import { askersView } from './askers-contract.ts';
import { auditSchemas } from './audit-contract.ts';
import { brakeAnswer, brakeList, brakeOpening, brakeView } from './brake-contract.ts';
import { drillSchemas } from './drill-contract.ts';
import { dryRunView } from './dry-run-contract.ts';
import { eventSchemas } from './event-contract.ts';
import { explanationView } from './explanation-contract.ts';
import { drainList, exposureView } from './exposure-contract.ts';
import { fleetView } from './fleet-contract.ts';
import { geoDatabase } from './geo-database-contract.ts';
import {
  maintenanceChange,
  maintenanceIntent,
  overrideChange,
  overrideIntent,
  overrideState,
  weightChange,
  weightIntent,
} from './intent-contract.ts';
import { ratioChange, ratioIntent } from './ratio-contract.ts';
import { shiftSchemas } from './shift-contract.ts';
import { ballotView, monitorStandingView } from './standing-contract.ts';
import { newToken, tokenAnswer, tokenList, tokenView } from './token-contract.ts';
import { webhookSchemas } from './webhook-contract.ts';
import { whatIfView } from './whatif-contract.ts';

export { type AskersView, type AskingPrefixView, askersView } from './askers-contract.ts';
export * from './audit-contract.ts';
export * from './brake-contract.ts';
export * from './drill-contract.ts';
export { type DryRunView, dryRunView } from './dry-run-contract.ts';
export * from './event-contract.ts';
export { type ExplanationView, explainQuery, explanationView } from './explanation-contract.ts';
export * from './exposure-contract.ts';
export { type FleetView, fleetView, type VantageView } from './fleet-contract.ts';
export type { GeoDatabaseView } from './geo-database-contract.ts';
export * from './intent-contract.ts';
export { type RatioIntentView, ratioChange } from './ratio-contract.ts';
export * from './shift-contract.ts';
export { type BallotView, ballotsQuery, type MonitorStandingView } from './standing-contract.ts';
export * from './token-contract.ts';
export { type TtlPlanView, ttlPlanView } from './ttl-plan-contract.ts';
export * from './webhook-contract.ts';
export { type WhatIfView, whatIfView } from './whatif-contract.ts';

/** The schemas that the OpenAPI document names, by those names. */
export const wire = z.registry<{ id: string }>();

export const nothing = z.strictObject({});

const time = z.iso.datetime({ offset: true });
const verdict = z.enum(['up', 'down', 'unknown']);
const state = z.enum(['up', 'down', 'drain', 'unknown']);
export type StateName = z.infer<typeof state>;

/** How many endpoints are in each state. */
const counts = z.object({ up: z.int(), down: z.int(), drain: z.int(), unknown: z.int() });
export type Counts = z.infer<typeof counts>;

const finding = z.object({
  severity: z.enum(['error', 'warning']),
  file: z.string(),
  line: z.int(),
  column: z.int(),
  message: z.string(),
});
export type FindingView = z.infer<typeof finding>;

const resolution = z
  .object({
    addresses: z.array(z.string()).meta({ description: 'What answers carry; empty while nothing was ever found.' }),
    found: time.nullable().meta({ description: 'When a resolver last told of addresses; after a restart, when they last changed.' }),
    failing: z.object({ since: time, reason: z.string() }).nullable(),
  })
  .meta({ description: 'Of a host name in a pool with `flatten`: what is answered in its place.' });
export type ResolutionView = z.infer<typeof resolution>;

export const endpointView = z.object({
  zone: z.string(),
  pool: z.string(),
  name: z.string(),
  address: z.string(),
  resolution: resolution.nullable(),
  declared: z.object({ weight: z.int() }),
  intent: z.object({ weight: weightIntent.nullable(), override: overrideIntent.nullable(), maintenance: maintenanceIntent.nullable() }),
  measured: z.object({ verdict, reason: z.string(), since: time, wavering: z.boolean() }),
  effective: z.object({
    state,
    weight: z.int(),
    override: overrideState.nullable(),
    held: z
      .object({ since: time, because: z.string() })
      .nullable()
      .meta({ description: 'Where it is answered although it is measured down, as a brake holds it: since when, and by what limit.' }),
    reason: z.string().meta({ description: 'What the state follows from: an override and whose, a brake, or the measured verdict.' }),
  }),
  monitors: z.array(monitorStandingView).optional().meta({ description: 'What the vantages say, where that was asked for.' }),
});
export type EndpointView = z.infer<typeof endpointView>;

export const poolView = z.object({
  zone: z.string(),
  name: z.string(),
  declared: z.object({
    site: z.string(),
    monitors: z.array(z.string()),
    require: z.enum(['all', 'any']),
    select: z.string(),
    answers: z.int(),
    flatten: z.boolean(),
    min_up: z.int(),
  }),
  intent: z.object({ override: overrideIntent.nullable(), maintenance: maintenanceIntent.nullable() }),
  measured: z.object({ state, endpoints: counts }),
  effective: z.object({ state, endpoints: counts }),
  endpoints: z.array(endpointView),
});
export type PoolView = z.infer<typeof poolView>;

export const siteView = z.object({
  zone: z.string(),
  name: z.string(),
  declared: z.object({
    region: z.string().nullable(),
    zone: z.string().nullable(),
    country: z.string().nullable(),
    coordinates: z.tuple([z.number(), z.number()]).nullable(),
    pools: z.array(z.string()),
  }),
  intent: z.object({ override: overrideIntent.nullable(), maintenance: maintenanceIntent.nullable() }),
  measured: z.object({ endpoints: counts }),
  effective: z.object({ endpoints: counts }),
});
export type SiteView = z.infer<typeof siteView>;

export const steeredView = z.object({
  name: z.string(),
  owner: z.string(),
  declared: z.object({
    ttl: z.object({ min_seconds: z.int(), max_seconds: z.int() }),
    steer: z.unknown().meta({ description: 'The steering tree, written as in the YAML.' }),
    when_all_down: z.union([z.enum(['serve_all', 'nodata', 'servfail']), z.object({ pool: z.string() })]),
  }),
  intent: z.object({ ratio: ratioIntent.nullable() }),
  effective: z.object({
    steer: z.unknown().meta({ description: 'The same with the weights of the ratio in it, where one applies.' }),
    pools: z.array(z.object({ name: z.string(), state })),
  }),
});
export type SteeredView = z.infer<typeof steeredView>;

const staticView = z.object({ type: z.string(), ttl: z.int(), records: z.array(z.string()) });

/** Everything known of one owner name. */
export const recordView = z.object({
  generation: z.int(),
  zone: z.string(),
  owner: z.string(),
  static: z.array(staticView),
  steered: steeredView.nullable(),
  pools: z.array(poolView),
});
export type RecordView = z.infer<typeof recordView>;

export const zoneView = z.object({
  name: z.string(),
  serial: z.int().nullable(),
  static_record_sets: z.int(),
  records: z.array(steeredView),
  pools: z.array(poolView),
  sites: z.array(siteView),
});
export type ZoneView = z.infer<typeof zoneView>;

const generation = z.object({ generation: z.int() });
export const zoneList = generation.extend({ zones: z.array(zoneView) });
export const zoneAnswer = generation.extend(zoneView.shape);
export const recordList = generation.extend({ records: z.array(steeredView) });
export const poolList = generation.extend({ pools: z.array(poolView) });
export const siteList = generation.extend({ sites: z.array(siteView) });
/** What reading and changing one object answer: for a change, the generation is the one that carries it. */
export const endpointAnswer = generation.extend(endpointView.shape);
/** One endpoint by itself, with what the vantages say of it. */
export const endpointDetail = endpointAnswer.extend({ monitors: z.array(monitorStandingView) });
export type EndpointDetail = z.infer<typeof endpointDetail>;
export const poolAnswer = generation.extend(poolView.shape);
export const siteAnswer = generation.extend(siteView.shape);
export type ZoneList = z.infer<typeof zoneList>;
export type EndpointAnswer = z.infer<typeof endpointAnswer>;
export type PoolAnswer = z.infer<typeof poolAnswer>;
export type SiteAnswer = z.infer<typeof siteAnswer>;

export const recoverAnswer = generation.extend({
  endpoints: z.int().meta({ description: 'How many endpoints the call was about.' }),
  recovered: z.int().meta({ description: 'How many of them came up by it.' }),
  measured: counts,
  effective: counts,
});
export type RecoverAnswer = z.infer<typeof recoverAnswer>;

export const statusView = z.object({
  version: z.string(),
  generation: z.int(),
  ready: z.boolean(),
  started: time,
  uptime_seconds: z.int(),
  now: time.meta({ description: "The server's clock: what other times are to be compared with." }),
  listening: z.array(z.string()),
  vantages: z.array(z.string()),
  zones: z.array(z.object({ name: z.string(), serial: z.int().nullable(), steered: z.boolean() })),
  endpoints: z.object({ measured: counts, effective: counts }),
  intents: z.int(),
  maintenance: z.object({ active: z.int(), planned: z.int() }).meta({ description: 'Windows of planned work: in force, and to come.' }),
  rejected: z.array(finding).meta({ description: 'What the last reload found, if it was not taken.' }),
  last_error: z.string().nullable(),
  geo_database: geoDatabase,
});
export type StatusView = z.infer<typeof statusView>;

export const reloadAnswer = generation.extend({ findings: z.array(finding) });
export type ReloadAnswer = z.infer<typeof reloadAnswer>;

/** An error, as RFC 9457 writes one. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  findings: z.array(finding).optional(),
});
export type ProblemView = z.infer<typeof problem>;

export const health = z.object({ status: z.string() });

for (const [id, schema] of Object.entries({
  WeightChange: weightChange,
  OverrideChange: overrideChange,
  MaintenanceChange: maintenanceChange,
  RatioChange: ratioChange,
  Endpoint: endpointView,
  EndpointAnswer: endpointAnswer,
  EndpointDetail: endpointDetail,
  Monitor: monitorStandingView,
  Ballot: ballotView,
  Pool: poolView,
  PoolAnswer: poolAnswer,
  PoolList: poolList,
  Site: siteView,
  SiteAnswer: siteAnswer,
  SiteList: siteList,
  RecoverAnswer: recoverAnswer,
  SteeredRecord: steeredView,
  Record: recordView,
  RecordList: recordList,
  Zone: zoneView,
  ZoneAnswer: zoneAnswer,
  ZoneList: zoneList,
  Finding: finding,
  GeoDatabase: geoDatabase,
  Status: statusView,
  ReloadAnswer: reloadAnswer,
  Explanation: explanationView,
  WhatIf: whatIfView,
  Fleet: fleetView,
  Exposure: exposureView,
  Resolvers: askersView,
  DrainList: drainList,
  ...drillSchemas,
  ...shiftSchemas,
  ...auditSchemas,
  DryRun: dryRunView,
  ...eventSchemas,
  BrakeOpening: brakeOpening,
  Brake: brakeView,
  BrakeAnswer: brakeAnswer,
  BrakeList: brakeList,
  ...webhookSchemas,
  NewToken: newToken,
  Token: tokenView,
  TokenAnswer: tokenAnswer,
  TokenList: tokenList,
  Problem: problem,
  Health: health,
})) {
  wire.add(schema, { id });
}
