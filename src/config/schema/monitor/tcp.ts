import { z } from 'zod';
import { wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { octets } from './octets.ts';
import { RHYTHM } from './rhythm.ts';

/** A monitor of type `tcp`. */
export const tcpSchema = strictMap("a monitor's keys, such as { type: tcp, port: 5432 }", {
  type: z.literal('tcp'),
  port: wholeNumber(1, 65535),
  send: octets.exactOptional(),
  expect: octets.exactOptional(),
  ...RHYTHM,
});
