import { z } from 'zod';
import { RCODE } from '../../../lib/rcode.ts';
import { list, text, wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { RHYTHM } from './rhythm.ts';

/** Those that the header of a message has room for. */
const RCODES = Object.entries(RCODE).flatMap(([name, number]) => (number < 16 ? [name] : []));

const ANSWER = 'the data of a record such as 203.0.113.1, or a list of them';
const CODES = `one of ${RCODES.join(', ')}, or a list of them`;

const rcode = z.enum(RCODES, { error: CODES });

/** A monitor of type `dns`. */
export const dnsSchema = strictMap("a monitor's keys, such as { type: dns, name: www.example.com }", {
  type: z.literal('dns'),
  port: wholeNumber(1, 65535).default(53),
  name: text('the full name to ask for, such as www.example.com'),
  query_type: text('a record type such as A').default('A'),
  transport: z.enum(['udp', 'tcp'], { error: 'udp or tcp' }).default('udp'),
  recursion: z.boolean({ error: 'true or false' }).default(false),
  expect: strictMap('a map such as { answer: 203.0.113.1 }', {
    rcode: z.union([rcode.transform(one => [one]), list(CODES, rcode)], { error: CODES }).prefault('NOERROR'),
    answer: z.union([text(ANSWER).transform(one => [one]), list(ANSWER, text(ANSWER))], { error: ANSWER }).exactOptional(),
    all: z.boolean({ error: 'true or false' }).exactOptional(),
  }).prefault({}),
  ...RHYTHM,
});
