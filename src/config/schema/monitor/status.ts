import { z } from 'zod';
import type { StatusRange } from '../../../model/monitor.ts';
import { found } from '../found.ts';
import { list } from '../scalar.ts';

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

/** One status or range of them, or a list. */
export const statuses = z.union([status.transform(range => [range]), list(`${STATUS}, or a list of them`, status)], {
  error: `${STATUS}, or a list of them`,
});
