import { z } from 'zod';
import { found } from '../found.ts';
import { text, wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { regex } from './regex.ts';
import { statuses } from './status.ts';

const HEADERS = 'a map of header names to text';
const HEADER_VALUE = 'text without line breaks (put it in quotes if it looks like a number)';
const HOST = 'a host name, with a port where it is not the usual one';
const METHOD = 'a method in capital letters such as GET';
const SEARCHED = 'text of 1 to 1000 characters';

/** Header names as RFC 9110 section 5.6.2 has tokens. */
const headerName = z.string().regex(/^[!#$%&'*+.^`|~\w-]+$/, { error: issue => `${found(issue.input)} is not a header's name` });

/** CONNECT asks for a tunnel, and has no path. */
const method = z
  .string({ error: METHOD })
  .regex(/^[A-Z][A-Z0-9_-]*$/, { error: METHOD })
  .refine(name => name !== 'CONNECT', { error: `expected ${METHOD}, found \`CONNECT\`, which asks for nothing` })
  .meta({ not: { const: 'CONNECT' } });

/** The keys that monitors have that ask over HTTP. */
export const EXCHANGE = {
  path: z
    .string({ error: 'a path that begins with /' })
    .regex(/^\/[\x21-\x7e]*$/, { error: 'a path that begins with / and has no spaces' })
    .default('/'),
  method: method.default('GET'),
  host: text(HOST)
    .regex(/^([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/, { error: HOST })
    .exactOptional(),
  headers: z
    .record(headerName, z.string({ error: HEADER_VALUE }).regex(/^[\t\x20-\x7e]*$/, { error: HEADER_VALUE }), { error: HEADERS })
    .default({}),
  redirects: wholeNumber(0, 10).default(0),
  expect: strictMap('a map such as { status: 200-399 }', {
    status: statuses.prefault('200-399'),
    text: text(SEARCHED).max(1000, { error: SEARCHED }).exactOptional(),
    regex: regex.exactOptional(),
  }).prefault({}),
};
