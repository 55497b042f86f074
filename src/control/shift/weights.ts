import { apportion } from '../../lib/apportion.ts';
import type { ShiftStep, ShiftWeights } from '../../model/shift.ts';

/** Weights of a shift are parts of this: hundredths of a percent. */
export const WHOLE = 10_000;

/** Weights as they are in force as parts of 10,000; where all are 0 all count alike. */
export function wholeOf(weights: ShiftWeights): ShiftWeights {
  const names = Object.keys(weights);
  const given = Object.values(weights);
  const parts = apportion(WHOLE, given.some(weight => weight > 0) ? given : given.map(() => 1));
  return named(names, i => parts[i]!);
}

/** What the weights come to in the end, or why they cannot. */
export type Target = { readonly to: ShiftWeights } | { readonly fault: string };

/** Gives branches their shares, in percent and together at most 100; the others split what is left by the weights that they have. */
export function targetOf(weights: ShiftWeights, shares: ShiftWeights): Target {
  const names = Object.keys(weights);
  const isNamed = (name: string) => Object.hasOwn(shares, name);
  const units = (name: string) => Math.round((shares[name]! * WHOLE) / 100);
  const left = WHOLE - names.filter(isNamed).reduce((sum, name) => sum + units(name), 0);
  const others = names.filter(name => !isNamed(name));
  const given = others.map(name => weights[name]!);
  if (left > 0 && given.every(weight => weight === 0)) return { fault: nobodyFor(left, others) };
  const rest = apportion(left, given);
  return { to: named(names, i => (isNamed(names[i]!) ? units(names[i]!) : rest[others.indexOf(names[i]!)]!)) };
}

function nobodyFor(left: number, others: readonly string[]): string {
  const rest = `${left / 100} % is left`;
  return others.length === 0
    ? `${rest}, and every branch is named; expected shares of 100 % together`
    : `${rest}, and of the other branches none has a weight above 0 to have it by: ${others.join(', ')}`;
}

/**
 * The weights of each step, on the way from one set to another of the same sum: so much of what is to move has moved, to whole units. No
 * branch ever goes back on its way, each sum is the same, and the step of 100 percent is the end itself.
 */
export function stepsBetween(from: ShiftWeights, to: ShiftWeights, percents: readonly number[]): ShiftStep[] {
  const names = Object.keys(from);
  const gains = names.map(name => Math.max(0, to[name]! - from[name]!));
  const losses = names.map(name => Math.max(0, from[name]! - to[name]!));
  const whole = gains.reduce((sum, gain) => sum + gain, 0);
  return percents.map(percent => {
    const moved = Math.round((whole * percent) / 100);
    const gained = apportion(moved, gains);
    const lost = apportion(moved, losses);
    return { percent, weights: named(names, i => from[names[i]!]! + gained[i]! - lost[i]!) };
  });
}

/** The branches that have more at the end than at the beginning. */
export function gaining(from: ShiftWeights, to: ShiftWeights): string[] {
  return Object.keys(from).filter(name => to[name]! > from[name]!);
}

/** Whether both give the same branches the same weights. */
export function sameWeights(a: ShiftWeights, b: ShiftWeights): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every(name => Object.hasOwn(b, name) && a[name] === b[name]);
}

function named(names: readonly string[], weightOf: (index: number) => number): ShiftWeights {
  return Object.fromEntries(names.map((name, i) => [name, weightOf(i)]));
}
