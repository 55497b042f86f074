import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asName } from '../lib/dns-name.ts';
import type { AuditAccess } from './audit-access.ts';
import { sendVersion } from './conditional.ts';
import { Download } from './download.ts';
import { isDryRun } from './dry-run-flag.ts';
import { etagOf } from './etag.ts';
import type { IdempotencyKeys, KeptAnswer } from './idempotency.ts';
import { Problem } from './problem.ts';
import { Recording } from './recording.ts';
import { isReading, isRoutine, pathOf } from './request-log.ts';
import type { Identity } from './roles.ts';
import type { ApiContext, Caller, Route } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What is written down of it; null where nothing is. */
    recording: Recording | null;
  }
}

interface MountParts extends Pick<ApiContext, 'clock' | 'keptCalls'> {
  readonly keys: IdempotencyKeys | undefined;
  readonly onFault: (error: unknown) => void;
}

/** Mounts a route. Of one that changes something, what became of it is written down before it is answered. */
export function mount(app: FastifyInstance, route: Route, parts: MountParts): void {
  const { method, url, role, reach, run, versioned } = route;
  app.route({
    method,
    url: url.replace(/\{(\w+)\}/g, ':$1'),
    config: { role, reach },
    async handler(request, reply) {
      const caller = { identity: request.identity!, recording: request.recording!, clock: parts.clock };
      if (!isReading(method) && !isDryRun(request.query)) return change(request, reply, { ...parts, route, caller });
      const answer = await run(request, caller);
      if (answer instanceof Download) return sendDownload(reply, answer);
      return versioned && isReading(method) ? sendVersion(request, reply, answer) : answer;
    },
  });
}

interface Changing extends MountParts {
  readonly route: Route;
  readonly caller: Caller;
}

async function change(
  request: FastifyRequest,
  reply: FastifyReply,
  { route, caller, keys, keptCalls, onFault }: Changing,
): Promise<unknown> {
  const keyed = keys?.begin(request);
  if (!keyed) {
    const answer = await route.run(request, caller);
    caller.recording.done(request.body);
    return route.versioned ? sendVersion(request, reply, answer) : answer;
  }
  try {
    if (keyed.before) return sendAgain(request, reply, { route, before: keyed.before });
    caller.recording.andStore(keyed.done);
    const answer = await route.run(request, caller);
    const keep = () =>
      keptCalls!.atomically(() => {
        caller.recording.done(request.body);
        keyed.answered(answer);
      });
    if (caller.recording.isWritten) attempt(keep, onFault);
    else keep();
    return route.versioned ? sendVersion(request, reply, answer) : answer;
  } finally {
    keyed.end();
  }
}

/** It is done and written down; that its answer could not be kept is no reason to call it failed. */
function attempt(keep: () => void, onFault: (error: unknown) => void): void {
  try {
    keep();
  } catch (error) {
    onFault(error);
  }
}

interface Again {
  readonly route: Route;
  readonly before: KeptAnswer | 'lost';
}

/** Answers as before; where the server ended in between, with what is there now, since the change was stored. */
function sendAgain(request: FastifyRequest, reply: FastifyReply, { route: { current, versioned }, before }: Again): unknown {
  reply.header('idempotency-replayed', 'true');
  if (before === 'lost') {
    if (current) return sendVersion(request, reply, current(request));
    throw new Problem(
      409,
      'a call with this idempotency-key was done before, but its answer is not known any more: look at what it was about',
    );
  }
  const { status, text } = before;
  if (versioned && status === 200) reply.header('etag', etagOf(JSON.parse(text)));
  return reply
    .code(status)
    .type(status === 200 ? 'application/json; charset=utf-8' : 'application/problem+json')
    .send(text);
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
