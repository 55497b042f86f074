import { z } from 'zod';
import { wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { EXCHANGE } from './exchange.ts';
import { RHYTHM } from './rhythm.ts';

/** A monitor of type `http`. */
export const httpSchema = strictMap("a monitor's keys, such as { type: http, port: 8080 }", {
  type: z.literal('http'),
  port: wholeNumber(1, 65535).default(80),
  ...EXCHANGE,
  ...RHYTHM,
});
