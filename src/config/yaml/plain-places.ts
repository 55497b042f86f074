import type { Path } from './path.ts';
import type { Place, Places } from './place.ts';

const TOP: Place = { line: 1, column: 1 };

/** The places of a value that was read without them: `exact` reads the text again when the first one is asked for, which most often is never. */
export function placesOfPlain(value: unknown, exact: () => Places | undefined): Places {
  let known: Places | undefined;
  const places = () => {
    known ??= exact();
    return known;
  };
  return {
    value: path => places()?.value(path) ?? TOP,
    key: path => places()?.key(path) ?? TOP,
    keys: path => keysOf(path.reduce<unknown>(step, value)),
  };
}

function step(value: unknown, key: Path[number]): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}
