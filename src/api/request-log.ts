import type { FastifyInstance, FastifyRequest } from 'fastify';
import { withoutSecrets } from '../lib/without-secrets.ts';
import { isDryRun } from './dry-run-flag.ts';
import type { ApiLog } from './server.ts';

/** Reading is logged at debug, changes at info; never a header, a query or a body. Wrong tokens are told of where they are counted. */
export function logRequests(app: FastifyInstance, log: ApiLog): void {
  app.addHook('onResponse', async (request, reply) => {
    const { id, method } = request;
    const path = withoutSecrets(pathOf(request.url));
    const fields = { method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime), request: id };
    if (isReading(method) || isRoutine(request) || isDryRun(request.query)) log.debug(fields, 'api read');
    else if (reply.statusCode === 401 || reply.statusCode === 429) log.debug(fields, 'api refusal');
    else log.info({ ...fields, author: request.identity?.author }, reply.statusCode < 400 ? 'api change' : 'api refusal');
  });
}

export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A refusal of what comes again and again is told of by whoever refuses it. */
export function isRoutine({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config?.routine === true;
}

/** A URL without its query. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0]!;
}
