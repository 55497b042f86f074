import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

/** Reads a JSON body for fastify; an empty one is no body. Gives a 400 that says where it stops being JSON. */
export function parseJsonBody(_request: FastifyRequest, text: string, done: (error: Error | null, body?: unknown) => void): void {
  let body: unknown;
  try {
    body = text.trim() === '' ? undefined : JSON.parse(text);
  } catch (error) {
    done(new Problem(400, `the body is not JSON: ${(error as Error).message}`));
    return;
  }
  done(null, body);
}
