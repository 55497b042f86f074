import { isDeepStrictEqual } from 'node:util';
import { type Excerpt, excerptsOf } from './excerpts.ts';
import type { Path } from './path.ts';
import type { Place, Places } from './place.ts';

const TOP: Place = { line: 1, column: 1 };

/** Reads a text anew, with its places. */
type Reread = (text: string) => { readonly value: unknown; readonly places: Places } | undefined;

/**
 * The places of a value that was read without them. When one is asked for, which most often is never, the text is read again: only the
 * lines around it where they hold by themselves what the value has there, else all of it.
 */
export function placesOfPlain(value: unknown, text: string, reread: Reread): Places {
  const excerptAt = excerptsOf(text);
  let whole: Places | undefined;
  const exact = () => {
    whole ??= reread(text)?.places;
    return whole;
  };
  const place = (path: Path, kind: 'value' | 'key'): Place => {
    const excerpt = path.length < 2 || whole ? undefined : excerptAt(path);
    const places = excerpt && placesIn(excerpt, path, value, reread);
    if (!excerpt || !places) return exact()?.[kind](path) ?? TOP;
    const { line, column } = places[kind](path.slice(1));
    return { line: line + excerpt.linesBefore, column };
  };
  return {
    value: path => place(path, 'value'),
    key: path => place(path, 'key'),
    keys: path => keysOf(path.reduce<unknown>(step, value)),
  };
}

/** The places of an excerpt; undefined where it is not what the value has at the beginning of the path. */
function placesIn({ text }: Excerpt, path: Path, value: unknown, reread: Reread): Places | undefined {
  const [section, name] = path;
  const read = reread(text);
  const expected = [section!, name!].reduce(step, value);
  return expected !== undefined && isDeepStrictEqual(read?.value, { [name!]: expected }) ? read?.places : undefined;
}

function step(value: unknown, key: Path[number]): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}
