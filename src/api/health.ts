import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';
import type { ApiContext } from './route.ts';

/** `GET /healthz` and `GET /readyz`, open to all: whether the process lives, and whether every zone is served. */
export function mountHealth(app: FastifyInstance, { operations }: ApiContext): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', () => {
    const { ready, lastError } = operations.snapshot();
    if (!ready) throw new Problem(503, `not every zone is served by every worker yet${lastError === undefined ? '' : `: ${lastError}`}`);
    return { status: 'ready' };
  });
}
