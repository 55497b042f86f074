import { expect, test } from 'vitest';
import { z } from 'zod';
import { schemaPatterns, unportable } from '../support/schema-patterns.ts';
import { serveApi } from './serving.ts';

const operation = z.object({
  summary: z.string().min(1),
  operationId: z.string().regex(/^[a-zA-Z]+$/),
  security: z.tuple([z.object({ token: z.tuple([z.enum(['viewer', 'operator', 'admin', 'probe'])]) })]),
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean() })),
  responses: z.record(
    z.string(),
    z.object({
      content: z.record(
        z.string(),
        z.object({
          schema: z.union([
            z.object({ $ref: z.string() }),
            z.object({ anyOf: z.array(z.object({ $ref: z.string() })) }),
            z.object({ type: z.literal('string') }),
          ]),
        }),
      ),
    }),
  ),
});
const openapi = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.literal('Meridian'), version: z.literal('0.1.0') }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), z.object({ type: z.literal('object') })) }),
});

async function readDocument() {
  const { call, ...rest } = await serveApi();
  const { text, json } = await call('GET', '/v1/openapi.json');
  return { ...rest, call, text, document: openapi.parse(json) };
}

test('the document describes every call, and each has a name of its own', async () => {
  const { document } = await readDocument();
  const calls = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map(method => `${method} ${path}`));
  expect(calls).toMatchInlineSnapshot(`
    [
      "get /v1/status",
      "get /v1/zones",
      "get /v1/zones/{zone}",
      "get /v1/zones/{zone}/records",
      "get /v1/zones/{zone}/records/{name}",
      "get /v1/zones/{zone}/pools",
      "get /v1/zones/{zone}/pools/{pool}",
      "get /v1/zones/{zone}/pools/{pool}/endpoints/{endpoint}",
      "patch /v1/zones/{zone}/pools/{pool}/endpoints/{endpoint}",
      "get /v1/zones/{zone}/sites",
      "get /v1/zones/{zone}/sites/{site}",
      "delete /v1/zones/{zone}/pools/{pool}/endpoints/{endpoint}/weight",
      "patch /v1/zones/{zone}/records/{name}/weights",
      "delete /v1/zones/{zone}/records/{name}/weights",
      "put /v1/zones/{zone}/pools/{pool}/endpoints/{endpoint}/override",
      "delete /v1/zones/{zone}/pools/{pool}/endpoints/{endpoint}/override",
      "put /v1/zones/{zone}/pools/{pool}/override",
      "delete /v1/zones/{zone}/pools/{pool}/override",
      "put /v1/zones/{zone}/sites/{site}/override",
      "delete /v1/zones/{zone}/sites/{site}/override",
      "put /v1/zones/{zone}/pools/{pool}/endpoints/{endpoint}/maintenance",
      "delete /v1/zones/{zone}/pools/{pool}/endpoints/{endpoint}/maintenance",
      "put /v1/zones/{zone}/pools/{pool}/maintenance",
      "delete /v1/zones/{zone}/pools/{pool}/maintenance",
      "put /v1/zones/{zone}/sites/{site}/maintenance",
      "delete /v1/zones/{zone}/sites/{site}/maintenance",
      "post /v1/zones/{zone}/pools/{pool}/endpoints/{endpoint}/recover",
      "post /v1/zones/{zone}/pools/{pool}/recover",
      "post /v1/zones/{zone}/sites/{site}/recover",
      "get /v1/explain",
      "get /v1/whatif",
      "post /v1/reload",
      "post /v1/tokens",
      "get /v1/tokens",
      "delete /v1/tokens/{id}",
      "get /v1/audit",
      "get /v1/audit/verify",
      "get /v1/brakes",
      "get /v1/zones/{zone}/brake",
      "put /v1/zones/{zone}/brake",
      "delete /v1/zones/{zone}/brake",
    ]
  `);
  const ids = Object.values(document.paths).flatMap(methods => Object.values(methods).map(({ operationId }) => operationId));
  expect(new Set(ids).size).toBe(calls.length);
});

test('every call says which role it wants', async () => {
  const { document } = await readDocument();
  const role = (method: string, path: string) => document.paths[`/v1/${path}`]?.[method]?.security[0].token[0];
  expect([role('get', 'status'), role('post', 'reload'), role('get', 'tokens'), role('post', 'tokens')]).toEqual([
    'viewer',
    'operator',
    'admin',
    'admin',
  ]);
});

test('every path parameter is described', async () => {
  const { document } = await readDocument();
  for (const [path, methods] of Object.entries(document.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1]);
    for (const { parameters } of Object.values(methods)) expect(parameters.filter(p => p.in === 'path').map(p => p.name)).toEqual(inPath);
  }
  expect(document.paths['/v1/explain']?.get?.parameters.map(({ name, required }) => [name, required])).toEqual([
    ['name', true],
    ['type', false],
    ['client', false],
  ]);
});

test('every reference leads somewhere', async () => {
  const { document, text } = await readDocument();
  for (const [, id] of text.matchAll(/"\$ref":"([^"]*)"/g)) {
    expect(document.components.schemas).toHaveProperty(id!.replace('#/components/schemas/', ''));
  }
});

test('every call it describes is mounted', async () => {
  const { call, document } = await readDocument();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of Object.keys(methods)) {
      const answer = await call(method.toUpperCase(), path.replace(/\{\w+\}/g, 'x'));
      expect(answer.text, `${method} ${path}`).not.toContain('there is nothing at');
      expect(answer.status, `${method} ${path}`).not.toBe(405);
    }
  }
});

test('every pattern is one that every validator takes', async () => {
  const { text } = await readDocument();
  const patterns = schemaPatterns(JSON.parse(text));
  expect(patterns.length).toBeGreaterThan(0);
  expect(patterns.map(unportable).filter(fault => fault !== undefined)).toEqual([]);
});

test.each([
  ['moving racks', true],
  [' ünd so weiter', true],
  ['', false],
  [' \u3000', false],
  ['a\u0085b', false],
  ['a\nb', false],
])('the pattern of a reason takes %j: %j, as the API does', async (reason, taken) => {
  const { call, text } = await readDocument();
  const [pattern = ''] = schemaPatterns(JSON.parse(text).components.schemas.WeightChange.properties.reason);
  expect(RegExp(pattern).test(reason)).toBe(taken);
  const { status } = await call('PATCH', '/v1/zones/example.com/pools/web-hangzhou/endpoints/a', { weight: 1, reason });
  expect(status).toBe(taken ? 200 : 400);
});

test('no call is said to have changed nothing when it may have', async () => {
  const { text } = await readDocument();
  const { paths } = JSON.parse(text);
  expect(text).not.toContain('nothing changed');
  expect(paths['/v1/status'].get.responses.default.description).toBe('Not answered; `detail` says why.');
  expect(paths['/v1/zones/{zone}/pools/{pool}/override'].put.responses.default.description).toMatch(/After a 503 .* stored/);
});
