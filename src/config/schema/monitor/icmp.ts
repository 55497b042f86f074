import { z } from 'zod';
import { wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { RHYTHM } from './rhythm.ts';

/** A monitor of type `icmp`. The least size is what nobody guesses, the most what passes in one piece. */
export const icmpSchema = strictMap("a monitor's keys, such as { type: icmp }", {
  type: z.literal('icmp'),
  size: wholeNumber(16, 1232).default(56),
  ...RHYTHM,
});
