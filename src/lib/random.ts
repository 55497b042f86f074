/** A source of random numbers: an integer from 0 to 2^32-1 at each call. */
export type Random = () => number;

/** A source of 32 random bits: an integer of either sign at each call, which no thread needs memory for, unlike one above 2^31-1. */
export type RandomBits = () => number;

/** As `seededBits`, without signs. */
export function seededRandom(seed: number): Random {
  const bits = seededBits(seed);
  return () => bits() >>> 0;
}

/**
 * Gives xoshiro128** seeded by SplitMix32: fast, without allocation, repeatable. Not for secrets.
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021.
 */
export function seededBits(seed: number): RandomBits {
  let mix = seed | 0;
  const next = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = next();
  let b = next();
  let c = next();
  let d = next() | 1;
  return () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

/** An integer from 0 to `bound`-1, each as likely as the others to within 2^-32; `bound` at most 2^21. */
export function below(random: Random, bound: number): number {
  return Math.floor((random() / 0x1_0000_0000) * bound);
}
