const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/** Seconds of the units of a TTL, by the lower-case character code. */
const UNIT = new Uint32Array(128);
for (const [unit, seconds] of [
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
] as const) {
  UNIT[unit.charCodeAt(0)] = seconds;
  UNIT[unit.toUpperCase().charCodeAt(0)] = seconds;
}

/** RFC 2181 section 8. */
export const MAX_TTL = 0x7fff_ffff;
export const MAX_UINT32 = 0xffff_ffff;

/** Whether a character code is that of a digit. */
export function isDigit(code: number): boolean {
  return code >= DIGIT_0 && code <= DIGIT_9;
}

/** The decimal number from `start` to `end`, -1 where it is none; above 2^53 not exact, yet above every limit. */
export function readNumber(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return -1;
    value = value * 10 + code - DIGIT_0;
  }
  return start === end ? -1 : value;
}

/** Seconds of `3600` or `1h30m` (units s m h d w in any case, each with its number); -1 where it is neither. */
export function readSeconds(text: string, start: number, end: number): number {
  const plain = readNumber(text, start, end);
  if (plain >= 0) return plain;
  let total = 0;
  let digits = start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) continue;
    const amount = readNumber(text, digits, at);
    if (amount < 0 || code > 127 || UNIT[code] === 0) return -1;
    total += amount * UNIT[code]!;
    digits = at + 1;
  }
  return digits === end && end > start ? total : -1;
}
