import { UsageError } from '../config/usage-error.ts';

/** A whole percentage of a flag, with or without its sign. Throws a UsageError. */
export function readPercent(flag: string, text: string): number {
  const value = /^(\d{1,3})%?$/.exec(text)?.[1];
  if (value === undefined || Number(value) > 100) throw new UsageError(`${flag}: expected a percentage from 0% to 100%, found "${text}"`);
  return Number(value);
}
