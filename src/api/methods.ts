import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

/** Tells which methods a path takes, for the answer to a method that it does not. */
export interface Methods {
  /** What to say of a request that no route took: 405 with Allow (RFC 9110 section 15.5.6), or 404. */
  refuse(method: string, path: string): Problem;
}

/** Watches the routes that are mounted from now on. */
export function watchMethods(app: FastifyInstance): Methods {
  const byUrl = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const entry = byUrl.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const name of [method].flat()) entry.methods.add(name);
    byUrl.set(url, entry);
  });
  return {
    refuse(method, path) {
      const allowed = [...byUrl.values()].filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => [...methods]);
      if (allowed.length === 0) return new Problem(404, `there is nothing at ${path}; /v1/openapi.json lists every call`);
      const allow = [...new Set(allowed)].sort().join(', ');
      return new Problem(405, `${path} takes ${allow}, not ${method}`, { headers: { allow } });
    },
  };
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${escaped}$`);
}
