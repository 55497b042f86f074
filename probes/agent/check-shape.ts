import { z } from 'zod';
import type { CheckSettings } from '../../src/model/monitor.ts';

type SettingsOf<Type extends CheckSettings['type']> = Extract<CheckSettings, { readonly type: Type }>;

const port = z.int().min(1).max(65_535);
const text = z.string();

const EXCHANGE = {
  port,
  path: text,
  method: text,
  host: text.exactOptional(),
  headers: z.record(text, text),
  expectStatus: z.array(z.tuple([z.int(), z.int()])),
  expectBody: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('text'), text }),
      z.strictObject({ kind: z.literal('regex'), pattern: text }),
    ])
    .exactOptional(),
  redirects: z.int(),
};

const CERTIFICATE = { sni: text.exactOptional(), verify: z.boolean(), minDaysLeft: z.number().exactOptional() };

/**
 * The settings of each type of check that this agent can do. A key that it does not know is refused: an agent that left out what a
 * newer controller expects of an answer would call endpoints well that are not.
 */
const SHAPES: { readonly [Type in CheckSettings['type']]: z.ZodType<SettingsOf<Type>> } = {
  http: z.strictObject({ type: z.literal('http'), ...EXCHANGE }),
  https: z.strictObject({ type: z.literal('https'), ...EXCHANGE, ...CERTIFICATE }),
  tls: z.strictObject({ type: z.literal('tls'), port, ...CERTIFICATE, alpn: z.array(text) }),
  tcp: z.strictObject({ type: z.literal('tcp'), port, send: text.exactOptional(), expect: text.exactOptional() }),
  dns: z.strictObject({
    type: z.literal('dns'),
    port,
    name: text,
    queryType: z.int().min(1).max(65_535),
    transport: z.enum(['udp', 'tcp']),
    recursion: z.boolean(),
    expectRcodes: z.array(z.int()),
    expectRdata: z.strictObject({ values: z.array(text), every: z.boolean() }).exactOptional(),
  }),
  grpc: z.strictObject({
    type: z.literal('grpc'),
    port,
    service: text,
    tls: z.boolean(),
    verify: z.boolean(),
    authority: text.exactOptional(),
  }),
  icmp: z.strictObject({ type: z.literal('icmp'), size: z.int().min(0).max(65_507) }),
  exec: z.strictObject({
    type: z.literal('exec'),
    command: z.tuple([text], text),
    port: port.exactOptional(),
    warning: z.enum(['pass', 'fail']),
  }),
};

/** The settings of a check that came as JSON, or in a sentence why this agent cannot do it. */
export function readCheck(given: { readonly type: string }): CheckSettings | string {
  const { type } = given;
  if (!isKnown(type)) return `the check type ${type} is unknown to this agent`;
  const shape: z.ZodType<CheckSettings> = SHAPES[type];
  const read = shape.safeParse(given);
  return read.success ? read.data : `${type} has settings that this agent does not understand: ${presentIssues(read.error)}`;
}

/** The path and the mistake of each issue, in one line. */
export function presentIssues(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
}

function isKnown(type: string): type is CheckSettings['type'] {
  return Object.hasOwn(SHAPES, type);
}
