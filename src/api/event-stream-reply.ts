import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Nothing between the two ends is to keep, compress or gather what comes. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** Begins an answer of server-sent events, which does not end by itself, and gives what it is written to. */
export function beginStream(reply: FastifyReply): ServerResponse {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...STREAM_HEADERS })) raw.setHeader(name, value ?? '');
  raw.writeHead(200);
  raw.on('error', () => raw.destroy());
  return raw;
}

/** Runs it once the connection is gone; it may be gone already, without a word to come. */
export function whenGone(raw: ServerResponse, run: () => void): void {
  if (raw.closed || raw.destroyed) run();
  else raw.once('close', run);
}
