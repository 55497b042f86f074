import type { Derive } from '../loop.ts';
import type { Brakes } from './brakes.ts';

/** States as they are answered: with the brakes between them and what follows from verdicts and intents. Each call may let go and hold. */
export function brakedDerive(derive: Derive, brakes: Pick<Brakes, 'all' | 'some'>): Derive {
  return {
    all: inputs => brakes.all(inputs, derive.all(inputs)),
    some: (inputs, keys) => brakes.some(inputs, derive.some(inputs, keys)),
  };
}

/** States as they are answered with what is held at the moment: for what is only supposed, and changes nothing. */
export function heldDerive(derive: Derive, brakes: Pick<Brakes, 'lay'>): Derive {
  return {
    all: inputs => new Map([...derive.all(inputs)].map(([key, state]) => [key, brakes.lay(state)])),
    some: (inputs, keys) => derive.some(inputs, keys).map(state => brakes.lay(state)),
  };
}
