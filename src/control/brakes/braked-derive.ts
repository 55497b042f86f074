import { parseEndpointKey } from '../../lib/keys.ts';
import type { EndpointState } from '../../model/effective.ts';
import type { Derive, Inputs } from '../loop.ts';
import type { Brakes } from './brakes.ts';

/** States as they are answered: with the brakes between them and what follows from verdicts and intents. Each call may let go and hold. */
export function brakedDerive(derive: Derive, brakes: Pick<Brakes, 'all' | 'some'>): Derive {
  return {
    all: inputs => brakes.all(inputs, derive.all(inputs)),
    some: (inputs, keys) => brakes.some(inputs, derive.some(inputs, keys)),
  };
}

/** States as they are answered with what is held at the moment, where these inputs open no brake: for what is only supposed. Nothing changes. */
export function heldDerive(derive: Derive, brakes: Pick<Brakes, 'lay'>): Derive {
  const laying = ({ intents }: Inputs) => {
    const open = new Set(intents.flatMap(({ kind, target }) => (kind === 'brake' ? [target.zone] : [])));
    return (state: EndpointState) => (open.size > 0 && open.has(parseEndpointKey(state.key)!.zone) ? state : brakes.lay(state));
  };
  return {
    all(inputs) {
      const lay = laying(inputs);
      return new Map([...derive.all(inputs)].map(([key, state]) => [key, lay(state)]));
    },
    some: (inputs, keys) => derive.some(inputs, keys).map(laying(inputs)),
  };
}
