import { z } from 'zod';
import { found } from '../found.ts';
import { text, wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { RHYTHM } from './rhythm.ts';
import { statuses } from './status.ts';

const HEADERS = 'a map of header names to text';
const HEADER_VALUE = 'text without line breaks (put it in quotes if it looks like a number)';

/** Header names as RFC 9110 section 5.6.2 has tokens. */
const headerName = z.string().regex(/^[!#$%&'*+.^`|~\w-]+$/, { error: issue => `${found(issue.input)} is not a header's name` });

/** A monitor of type `http`. */
export const httpSchema = strictMap("a monitor's keys, such as { type: http, port: 8080 }", {
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
  ...RHYTHM,
});
