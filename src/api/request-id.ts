import type { IncomingMessage } from 'node:http';

/** Letters, digits and what ids of others are made of; nothing that means something to a log, a table or a shell. */
const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._:+/=@-]{0,127}$/;

/** The id of a request: the caller's own of `x-request-id` where it is well formed, else one that is drawn. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>, draw: () => string): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : draw();
}
