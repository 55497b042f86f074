import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import type { Role } from '../model/token.ts';
import type { Name } from '../model/zone.ts';
import type { AuditAccess } from './audit-access.ts';
import { nothing } from './contract.ts';
import type { Download } from './download.ts';
import type { DrillAccess } from './drill-access.ts';
import type { DryRunView } from './dry-run-contract.ts';
import { splitDryRun } from './dry-run-flag.ts';
import { checkIfMatch } from './etag.ts';
import type { EventAccess } from './event-access.ts';
import type { ExposureAccess } from './exposure-access.ts';
import type { FleetAccess } from './fleet-access.ts';
import type { KeptCalls } from './idempotency.ts';
import { type Judge, readInput } from './input.ts';
import type { MetricsAccess } from './metrics-access.ts';
import type { ApiTokens, Operations } from './operations.ts';
import { mayZone, type Reach, reachOf, refuseZone } from './reach.ts';
import type { Recording } from './recording.ts';
import { type Identity, leastRole } from './roles.ts';
import type { ShiftAccess } from './shift-access.ts';
import type { PlanTtl } from './ttl-plan.ts';
import type { WebhookAccess } from './webhook-access.ts';
import { ofZones } from './whatif-of-zones.ts';

/** What every route is handed. */
export interface ApiContext {
  readonly operations: Operations;
  /** Undefined: the token of the data directory is the only one. */
  readonly tokens?: ApiTokens | undefined;
  /** Undefined: there are no calls below /v1/fleet. */
  readonly fleet?: FleetAccess | undefined;
  /** Undefined: answers are not counted, and there are no calls about them. */
  readonly exposure?: ExposureAccess | undefined;
  /** Undefined: TTLs are not planned. */
  readonly planTtl?: PlanTtl | undefined;
  /** Undefined: no drills are held. */
  readonly drills?: DrillAccess | undefined;
  /** Undefined: no shifts are run. */
  readonly shifts?: ShiftAccess | undefined;
  /** Undefined: there are no metrics but those of the operations. */
  readonly measures?: MetricsAccess | undefined;
  /** Undefined: nobody tells what changes. */
  readonly events?: EventAccess | undefined;
  /** Undefined: nobody is told of events over HTTP. */
  readonly webhooks?: WebhookAccess | undefined;
  /** Undefined: nobody keeps who changed what. */
  readonly audit?: AuditAccess | undefined;
  /** Undefined: calls are not kept, and keys for them are of no effect. */
  readonly keptCalls?: KeptCalls | undefined;
  readonly clock: Clock;
  readonly version: string;
}

/** The names in braces of a URL. */
export type ParamNames<Url extends string> = Url extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamNames<Rest> : never;

interface Call<Url extends string, Body, Query> {
  readonly params: Readonly<Record<ParamNames<Url>, string>>;
  readonly body: Body;
  readonly query: Query;
  /** Whose token came with the call. */
  readonly author: string;
  /** What a change tells of itself for the audit. */
  readonly recording: Recording;
  /** Whether the token is good for a zone. */
  readonly mayZone: (zone: Name) => boolean;
  /** Throws a 403 that names the zone where the token is not good for it. */
  readonly needZone: (zone: Name) => void;
}

/** What comes with a request besides itself. */
export interface Caller {
  readonly identity: Identity;
  readonly recording: Recording;
  readonly clock: Clock;
}

interface RouteDefinition<Url extends string, Body, Query, Answer> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /v1, its parameters in braces as OpenAPI writes them. */
  readonly url: Url;
  readonly summary: string;
  /** The least that a token needs; where left out, viewer to read and operator to change. */
  readonly role?: Role;
  /** What it is about, for tokens that are for some zones alone; where left out, the zone of its path, or else everything. */
  readonly reach?: Reach;
  readonly body?: z.ZodType<Body>;
  /** Judges the times of the body that its schema cannot, having no clock. */
  readonly judge?: Judge;
  readonly query?: z.ZodType<Query>;
  readonly answer: z.ZodType<Answer>;
  /** What it may be answered as besides JSON. */
  readonly otherTypes?: readonly string[];
  readonly handle: (call: Call<Url, Body, Query>) => Answer | Download | Promise<Answer | Download>;
  /** What it would do, for `dry_run=true`: throws what `handle` would, and changes nothing. Every call that changes something has it. */
  readonly preview?: (call: Call<Url, Body, Query>) => DryRunView | Promise<DryRunView>;
  /** Of what is read, that its answer has an `etag`. */
  readonly versioned?: true;
  /** Of a change, what it is about as it is now, in the shape of its answer: `if-match` is held against its version. Throws a 404. */
  readonly current?: (params: Call<Url, Body, Query>['params']) => Answer;
}

/** One call of the API: what the server mounts and the OpenAPI document describes. */
export interface Route extends Pick<RouteDefinition<string, unknown, unknown, unknown>, 'method' | 'url' | 'summary'> {
  readonly role: Role;
  readonly reach: Reach;
  readonly body: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly answer: z.ZodType;
  readonly otherTypes: readonly string[];
  readonly previews: boolean;
  /** Whether its answer has an `etag`. */
  readonly versioned: boolean;
  /** What a change is about, as it is now. */
  readonly current: ((request: FastifyRequest) => unknown) | undefined;
  readonly run: (request: FastifyRequest, caller: Caller) => unknown;
}

/** Makes a route of its definition: path, body and query come to `handle` read, checked and typed. */
export function route<const Url extends string, Body, Query, Answer>(definition: RouteDefinition<Url, Body, Query, Answer>): Route {
  const { method, url, summary, body, judge, query, answer, otherTypes = [], handle, preview, current } = definition;
  const role = leastRole(method, definition.role);
  const bodySchema = (body ?? nothing.optional()) as z.ZodType<Body>;
  const querySchema = (query ?? nothing) as z.ZodType<Query>;
  const reach = reachOf(url, definition.reach);
  const run = (request: FastifyRequest, { identity, recording, clock }: Caller) => {
    const { isDry, query: rest } = preview ? splitDryRun(request.query) : { isDry: false, query: request.query };
    const call = {
      params: request.params as Call<Url, Body, Query>['params'],
      query: readInput(querySchema, rest, { whole: 'query', nowMs: clock.now() }),
      body: readInput(bodySchema, request.body, { whole: 'body', nowMs: clock.now(), judge }),
      author: identity.author,
      recording,
      mayZone: (zone: Name) => mayZone(identity, zone),
      needZone: (zone: Name) => refuseZone(identity, zone),
    };
    checkIfMatch(request.headers['if-match'], current && (() => current(call.params)));
    return isDry ? previewOf(preview!(call), identity) : handle(call);
  };
  return {
    ...{ method, url, summary, role, reach, body, query, answer, otherTypes, run },
    previews: preview !== undefined,
    versioned: definition.versioned === true || current !== undefined,
    current: current && (request => current(request.params as Call<Url, Body, Query>['params'])),
  };
}

/** What a token that is for some zones alone may see of it. */
async function previewOf(view: DryRunView | Promise<DryRunView>, { zones }: Identity): Promise<DryRunView> {
  const { wire, ...rest } = await view;
  return { ...rest, wire: wire && zones ? ofZones(wire, zones) : wire };
}
