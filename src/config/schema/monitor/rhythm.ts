import { z } from 'zod';
import { duration, wholeNumber } from '../scalar.ts';
import { quorumSchema } from './quorum.ts';
import { recoverySchema } from './recovery.ts';

const HOUR_MS = 3_600_000;

/** The keys that monitors of every type have. */
export const RHYTHM = {
  interval: duration(500, HOUR_MS).prefault('10s'),
  // Undefined: 2s, or the interval where that is shorter.
  timeout: duration(10, HOUR_MS).exactOptional(),
  fall: wholeNumber(1, 100).default(2),
  rise: wholeNumber(1, 100).default(3),
  confirm: z
    .union([z.literal('off'), duration(50, HOUR_MS, { or: 'off', example: '500ms' })], {
      error: 'off, or a duration from 50ms to 1h, such as 500ms',
    })
    .prefault('500ms'),
  quorum: quorumSchema.prefault('majority'),
  recovery: recoverySchema.prefault('auto'),
  role: z.enum(['vote', 'inform'], { error: 'vote or inform' }).default('vote'),
};
