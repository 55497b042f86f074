import type { FastifyReply, FastifyRequest } from 'fastify';
import { etagOf, hasTag } from './etag.ts';

/** Answers with the version of a view, or with a 304 where the caller has that one already (RFC 9110 section 13.1.2). */
export function sendVersion(request: FastifyRequest, reply: FastifyReply, view: unknown): unknown {
  const etag = etagOf(view);
  reply.header('etag', etag);
  const seen = request.headers['if-none-match'];
  if (request.method !== 'GET' && request.method !== 'HEAD') return view;
  return seen !== undefined && hasTag(seen, etag) ? reply.code(304).send() : view;
}
