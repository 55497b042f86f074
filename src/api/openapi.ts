import { z } from 'zod';
import { wire } from './contract.ts';
import { dryRunParameter } from './dry-run-contract.ts';
import type { Route } from './route.ts';

/** The OpenAPI 3.1 document of these routes, made from the schemas that check what comes in; `more` are paths that describe themselves. */
const HEADERS = {
  change: [
    header('if-match', 'Change it only where its version is still this one, as an `etag` told it; else 412.'),
    header('idempotency-key', 'The same call with the same key within 24 hours is done once, and answered alike.'),
  ],
  versioned: [header('if-none-match', 'An `etag` that is known: 304 while there is no other.')],
};

function header(name: string, description: string): object {
  return { name, in: 'header', required: false, description, schema: { type: 'string' } };
}

/** The headers that a call heeds. */
function headerParameters({ method, versioned, current }: Route): object[] {
  if (method === 'GET') return versioned ? HEADERS.versioned : [];
  return current ? HEADERS.change : HEADERS.change.slice(1);
}

/** The OpenAPI 3.1 document of these routes, made from the schemas that check what comes in. */
export function openapiDocument(routes: readonly Route[], version: string, more: Record<string, object> = {}): object {
  const paths: Record<string, Record<string, object> | object> = { ...more };
  for (const route of routes) {
    const path = `/v1${route.url}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Meridian',
      version,
      description: 'DNS-based global traffic manager',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas: componentSchemas() },
  };
}

const DRY_RUN = queryParameters(z.object({ dry_run: dryRunParameter }));

const NOT_READ = 'Not answered; `detail` says why.';
const NOT_CHANGED =
  'Not done; `detail` says why. After a 4xx nothing has changed. After a 503 `detail` says whether the change is stored, and then goes out with the next update. After another 5xx it may be stored: read the object again.';

function operation(route: Route): object {
  const { method, url, summary, role, body, query, answer, otherTypes, previews } = route;
  return {
    summary,
    operationId: `${method.toLowerCase()}${url.replace(/[/{}.]+(\w)/g, (_, first: string) => first.toUpperCase()).replace(/\W/g, '')}`,
    // Of a bearer token these are the roles that a call wants (OpenAPI 3.1, Security Requirement Object).
    security: [{ token: [role] }],
    parameters: [...pathParameters(url), ...queryParameters(query), ...(previews ? DRY_RUN : []), ...headerParameters(route)],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: reference(body) } } } }),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: answerSchema(answer, previews) }, ...texts(otherTypes) } },
      default: {
        description: method === 'GET' ? NOT_READ : NOT_CHANGED,
        content: { 'application/problem+json': { schema: schemaNamed('Problem') } },
      },
    },
  };
}

function answerSchema(answer: z.ZodType, previews: boolean): object {
  return previews ? { anyOf: [reference(answer), schemaNamed('DryRun')] } : reference(answer);
}

function texts(types: readonly string[]): Record<string, object> {
  return Object.fromEntries(types.map(type => [type, { schema: { type: 'string' } }]));
}

function pathParameters(url: string): object[] {
  return [...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters(query: z.ZodType | undefined): object[] {
  if (!query) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
}

function reference(schema: z.ZodType): object {
  const id = wire.get(schema)?.id;
  return id === undefined ? {} : schemaNamed(id);
}

function schemaNamed(id: string): object {
  return { $ref: `#/components/schemas/${id}` };
}

function componentSchemas(): Record<string, object> {
  const { schemas } = z.toJSONSchema(wire, { io: 'input', uri: id => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]));
}
