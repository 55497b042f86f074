import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asName } from '../lib/dns-name.ts';
import type { AuditAccess } from './audit-access.ts';
import { Download } from './download.ts';
import { isDryRun } from './dry-run-flag.ts';
import type { Problem } from './problem.ts';
import { Recording } from './recording.ts';
import { isReading, isRoutine, pathOf } from './request-log.ts';
import type { Identity } from './roles.ts';
import type { ApiContext, Route } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What is written down of it; null where nothing is. */
    recording: Recording | null;
  }
}

/** Mounts a route. Of one that changes something, what became of it is written down before it is answered. */
export function mount(app: FastifyInstance, { method, url, role, run }: Route, { clock }: ApiContext): void {
  app.route({
    method,
    url: url.replace(/\{(\w+)\}/g, ':$1'),
    config: { role },
    async handler(request, reply) {
      const answer = await run(request, { author: request.identity!.author, recording: request.recording!, clock });
      if (!isReading(method) && !isDryRun(request.query)) request.recording!.done(request.body);
      return answer instanceof Download ? sendDownload(reply, answer) : answer;
    },
  });
}

/** Begins what is written down of a call whose token is good. */
export function beginRecording(request: FastifyRequest, identity: Identity, audit: AuditAccess | undefined): Recording {
  const { zone } = (request.params ?? {}) as { readonly zone?: string };
  return new Recording(audit, {
    author: identity.author,
    token: identity.token,
    role: identity.role,
    address: request.ip,
    request: request.id,
    method: request.method,
    path: pathOf(request.url),
    zone: zone === undefined ? undefined : asName(zone),
  });
}

/** Writes down that a call came to nothing, where it was to change something. What cannot be written is told of, and the call answered all the same. */
export function recordFailure(request: FastifyRequest, problem: Problem, onFault: (error: unknown) => void): void {
  if (request.is404 || isReading(request.method) || isRoutine(request) || isDryRun(request.query)) return;
  try {
    request.recording?.failed(problem, request.body);
  } catch (error) {
    onFault(error);
  }
}

function sendDownload(reply: FastifyReply, { type, name, pieces }: Download): FastifyReply {
  return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(Readable.from(pieces));
}
