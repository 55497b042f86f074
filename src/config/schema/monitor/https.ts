import { z } from 'zod';
import { wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { CERTIFICATE } from './certificate.ts';
import { EXCHANGE } from './exchange.ts';
import { RHYTHM } from './rhythm.ts';

/** A monitor of type `https`. */
export const httpsSchema = strictMap("a monitor's keys, such as { type: https, host: www.example.com }", {
  type: z.literal('https'),
  port: wholeNumber(1, 65535).default(443),
  ...EXCHANGE,
  ...CERTIFICATE,
  ...RHYTHM,
});
