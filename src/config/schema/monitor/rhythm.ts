import { duration, wholeNumber } from '../scalar.ts';

const HOUR_MS = 3_600_000;

/** The keys that monitors of every type have. */
export const RHYTHM = {
  interval: duration(500, HOUR_MS).prefault('10s'),
  // Undefined: 2s, or the interval where that is shorter.
  timeout: duration(10, HOUR_MS).exactOptional(),
  fall: wholeNumber(1, 100).default(2),
  rise: wholeNumber(1, 100).default(3),
};
