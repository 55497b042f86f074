import { z } from 'zod';
import type { StatusRange } from '../../model/monitor.ts';
import { found } from './found.ts';
import { duration, list, text, wholeNumber } from './scalar.ts';
import { strictMap } from './strict-map.ts';

const HOUR_MS = 3_600_000;

const rhythm = {
  interval: duration(500, HOUR_MS).prefault('10s'),
  // Undefined: 2s, or the interval where that is shorter.
  timeout: duration(10, HOUR_MS).exactOptional(),
  fall: wholeNumber(1, 100).default(2),
  rise: wholeNumber(1, 100).default(3),
};

const STATUS = 'a status code from 100 to 599 or a range such as 200-399';

const statusNumber = z
  .int({ error: STATUS })
  .min(100, { error: STATUS })
  .max(599, { error: STATUS })
  .transform((code): StatusRange => [code, code]);

const statusText = z.string({ error: STATUS }).transform((written, context): StatusRange => {
  const [from = 0, to = from] = /^[1-5]\d\d(-[1-5]\d\d)?$/.test(written) ? written.split('-').map(Number) : [];
  if (from > 0 && from <= to) return [from, to];
  context.issues.push({ code: 'custom', input: written, message: `expected ${STATUS}, found ${found(written)}` });
  return z.NEVER;
});

const status = z.union([statusNumber, statusText], { error: STATUS });

const statuses = z.union([status.transform(range => [range]), list(`${STATUS}, or a list of them`, status)], {
  error: `${STATUS}, or a list of them`,
});

const HEADERS = 'a map of header names to text';
const HEADER_VALUE = 'text without line breaks (put it in quotes if it looks like a number)';

/** Header names as RFC 9110 section 5.6.2 has tokens. */
const headerName = z.string().regex(/^[!#$%&'*+.^`|~\w-]+$/, { error: issue => `${found(issue.input)} is not a header's name` });

const httpSchema = strictMap("a monitor's keys, such as { type: http, port: 8080 }", {
  type: z.literal('http'),
  port: wholeNumber(1, 65535).default(80),
  path: z
    .string({ error: 'a path that begins with /' })
    .regex(/^\/[\x21-\x7e]*$/, { error: 'a path that begins with / and has no spaces' })
    .default('/'),
  method: z.enum(['GET', 'HEAD'], { error: 'GET or HEAD' }).default('GET'),
  host: text('a host name, with a port where it is not 80')
    .regex(/^[\w.:[\]-]+$/, { error: 'a host name, with a port where it is not 80' })
    .exactOptional(),
  headers: z
    .record(headerName, z.string({ error: HEADER_VALUE }).regex(/^[\t\x20-\x7e]*$/, { error: HEADER_VALUE }), { error: HEADERS })
    .default({}),
  expect: strictMap('a map such as { status: 200-399 }', { status: statuses.prefault('200-399') }).prefault({}),
  ...rhythm,
});

const tcpSchema = strictMap("a monitor's keys, such as { type: tcp, port: 5432 }", {
  type: z.literal('tcp'),
  port: wholeNumber(1, 65535),
  ...rhythm,
});

/** The definition of a check: one member a type. */
export const monitorSchema = z.discriminatedUnion('type', [httpSchema, tcpSchema], {
  error: issue => (issue.code === 'invalid_union' ? 'one of http, tcp' : "a monitor's keys, such as { type: http, port: 8080 }"),
});

export type MonitorInput = z.output<typeof monitorSchema>;
