import { runOverSockets } from './socket-run.ts';
import type { Tally } from './target.ts';
import { fuzzTcp } from './tcp-fuzz.ts';
import { fuzzUdp } from './udp-fuzz.ts';
import { runWatched } from './watched.ts';

/** Every target, and how it is run from a seed on for so many seconds. */
export const FUZZ_TARGETS = {
  engine: (seed: number, seconds: number) => runWatched('engine', seed, seconds),
  zone: (seed: number, seconds: number) => runWatched('zone', seed, seconds),
  udp: (seed: number, seconds: number) => runOverSockets({ name: 'udp', fuzz: fuzzUdp }, seed, seconds),
  'udp-portable': (seed: number, seconds: number) =>
    runOverSockets({ name: 'udp-portable', fuzz: fuzzUdp, udp: 'portable' }, seed, seconds),
  tcp: (seed: number, seconds: number) => runOverSockets({ name: 'tcp', fuzz: fuzzTcp }, seed, seconds),
} as const;

export type FuzzTargetName = keyof typeof FUZZ_TARGETS;

/** Feeds one target from a seed on, and gives what was seen how often. Throws FuzzFailure, which tells how to repeat what broke a rule. */
export function fuzz(target: FuzzTargetName, seed: number, seconds: number): Promise<Tally> {
  return FUZZ_TARGETS[target](seed >>> 0, seconds);
}
