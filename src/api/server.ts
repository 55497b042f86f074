import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Role } from '../model/token.ts';
import { askerRoutes } from './askers.ts';
import { auditRoutes } from './audit.ts';
import { createAuthenticator, type TokenCheck } from './authenticate.ts';
import { boundClose } from './bound-close.ts';
import { brakeRoutes } from './brakes.ts';
import { drainRoutes } from './drains.ts';
import { drillRoutes } from './drills.ts';
import { describeEvents, mountEvents } from './events.ts';
import { explainRoutes } from './explain.ts';
import { exposureRoutes } from './exposure.ts';
import { mountFleetReports } from './fleet-reports.ts';
import { mountFleetStream } from './fleet-stream.ts';
import { fleetRoutes } from './fleet-vantages.ts';
import { mountHealth } from './health.ts';
import { historyRoutes } from './history.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { parseJsonBody } from './json-body.ts';
import { maintenanceRoutes } from './maintenance.ts';
import { watchMethods } from './methods.ts';
import { mountMetrics } from './metrics.ts';
import { beginRecording, mount, recordFailure } from './mount.ts';
import { openapiDocument } from './openapi.ts';
import { overrideRoutes } from './overrides.ts';
import { poolRoutes } from './pools.ts';
import { Problem, presentProblem, problemOf } from './problem.ts';
import { ratioRoutes } from './ratios.ts';
import { checkReach, type Reach, reachOf } from './reach.ts';
import { recoverRoutes } from './recover.ts';
import { reloadRoutes } from './reload.ts';
import { requestIdOf } from './request-id.ts';
import { logRequests, pathOf } from './request-log.ts';
import { type Identity, leastRole, refusalOf } from './roles.ts';
import type { ApiContext, Route } from './route.ts';
import { shiftRoutes } from './shifts.ts';
import { siteRoutes } from './sites.ts';
import { statusRoutes } from './status.ts';
import { certificateRefusal, type TlsMaterial, tlsServerOptions } from './tls.ts';
import { tokenRoutes } from './tokens.ts';
import { ttlPlanRoutes } from './ttl-plan.ts';
import { webhookRoutes } from './webhooks.ts';
import { weightRoutes } from './weights.ts';
import { whatIfRoutes } from './whatif.ts';
import { zoneRoutes } from './zones.ts';

const MAX_BODY_BYTES = 64 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
/** A name of 255 octets, each escaped as `\DDD`. */
const MAX_PARAM_LENGTH = 1020;

/** What the API tells its log; a pino logger is one. */
export interface ApiLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ApiOptions extends ApiContext, Omit<TokenCheck, 'tokens'> {
  readonly logger: ApiLog;
  /** Undefined: plain HTTP. */
  readonly tls?: TlsMaterial | undefined;
  /** Draws the id of a request that comes without one. */
  readonly newRequestId: () => string;
}

/**
 * The HTTP server of the API, not listening yet. All below /v1 wants a token of the role that the call asks for; /metrics, /healthz and /readyz are open.
 * Every error is a problem (RFC 9457), and nothing of a request's headers is logged.
 */
export function createApi(options: ApiOptions): FastifyInstance {
  const app: FastifyInstance = fastify({
    https: options.tls ? tlsServerOptions(options.tls) : null,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    genReqId: request => requestIdOf(request, options.newRequestId),
    frameworkErrors: (error, request, reply) =>
      void sendProblem(reply.header('x-request-id', request.id) as FastifyReply, problemOf(error)),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parseJsonBody);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...STANDARD_HEADERS, 'x-request-id': request.id });
  });
  logRequests(app, options.logger);
  boundClose(app, options.clock);
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    const fields = { method: request.method, path: pathOf(request.url), request: request.id };
    if (problem.status >= 500 && error !== problem) options.logger.error({ err: error, ...fields }, 'api fault');
    recordFailure(request, problem, fault =>
      options.logger.error({ err: fault, ...fields }, 'a refusal could not be written to the audit'),
    );
    return sendProblem(reply, problem);
  });

  app.decorateRequest('identity', null);
  app.decorateRequest('recording', null);
  const methods = watchMethods(app);
  app.setNotFoundHandler(request => {
    throw methods.refuse(request.method, pathOf(request.url));
  });
  mountHealth(app, options);
  mountMetrics(app, options);
  const routes = allRoutes(options);
  app.register(
    async v1 => {
      const authenticate = createAuthenticator(options);
      v1.addHook('onRequest', async request => {
        request.identity = authenticate(request);
        request.recording = beginRecording(request, request.identity, options.audit);
        authorize(request, request.identity, options.tls);
      });
      v1.setNotFoundHandler(request => {
        throw methods.refuse(request.method, pathOf(request.url));
      });
      const keys = options.keptCalls && new IdempotencyKeys(options.keptCalls, options.clock);
      const onFault = (error: unknown) => options.logger.error({ err: error }, 'what a call was answered could not be kept');
      for (const route of routes) mount(v1, route, { ...options, keys, onFault });
      if (options.fleet) {
        mountFleetStream(v1, options.fleet);
        mountFleetReports(v1, options.fleet);
      }
      if (options.events) mountEvents(v1, options.events, options.clock);
      const document = openapiDocument(routes, options.version, options.events && { '/v1/events': describeEvents() });
      v1.get('/openapi.json', { config: { reach: 'nothing' } }, () => document);
    },
    { prefix: '/v1' },
  );
  return app;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose token came with the request; null where none is needed. */
    identity: Identity | null;
  }
  interface FastifyContextConfig {
    /** As in a route's definition. `probe`: the path has a parameter `vantage`. */
    role?: Role;
    /** What it is about, for tokens that are for some zones alone. */
    reach?: Reach;
    /** It comes again and again, and is logged as reading is. */
    routine?: boolean;
  }
}

/** Throws a 403 where a call is not for this identity, or an agent's lacks a certificate. That there is no such call may be told to all. */
function authorize(
  { is404, method, params, query, routeOptions, raw }: FastifyRequest,
  identity: Identity,
  tls: TlsMaterial | undefined,
): void {
  if (is404) return;
  const { vantage } = params as { readonly vantage?: string };
  const least = leastRole(method, routeOptions.config.role);
  const wantsCertificate = least === 'probe' && tls?.ca !== undefined;
  const refusal = refusalOf(identity, least, vantage) ?? (wantsCertificate ? certificateRefusal(raw.socket) : undefined);
  if (refusal !== undefined) throw new Problem(403, refusal);
  checkReach(identity, { reach: reachOf(routeOptions.url ?? '', routeOptions.config.reach), params, query });
}

function allRoutes(context: ApiContext): Route[] {
  return [
    statusRoutes,
    zoneRoutes,
    poolRoutes,
    siteRoutes,
    weightRoutes,
    ratioRoutes,
    overrideRoutes,
    maintenanceRoutes,
    recoverRoutes,
    explainRoutes,
    whatIfRoutes,
    ttlPlanRoutes,
    reloadRoutes,
    tokenRoutes,
    auditRoutes,
    historyRoutes,
    brakeRoutes,
    webhookRoutes,
    fleetRoutes,
    exposureRoutes,
    askerRoutes,
    drainRoutes,
    drillRoutes,
    shiftRoutes,
  ].flatMap(make => make(context));
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .headers({ ...STANDARD_HEADERS, ...problem.extras.headers })
    .type('application/problem+json')
    .send(JSON.stringify(presentProblem(problem)));
}

const STANDARD_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
