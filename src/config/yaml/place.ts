import { type Document, isAlias, isCollection, isMap, isPair, isScalar, isSeq, type LineCounter, type Pair, type YAMLMap } from 'yaml';
import type { Path } from './path.ts';

/** Counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds places by path. Aliases and merged maps are followed, so a place may lie inside the anchored value. */
export interface Places {
  /** Of the value at `path`, or of the nearest value around it that exists. */
  value(path: Path): Place;
  /** Of the key that `path` ends in; where that is an index, of the value. */
  key(path: Path): Place;
  /** The keys of the map at `path` in the order of the file; none where it is no map. */
  keys(path: Path): string[];
}

/** Gives the places of a document whose aliases make no circle. */
export function placesOf(document: Document, lines: LineCounter): Places {
  const pairs = pairIndex(document);
  const placeOf = (node: unknown): Place | undefined => {
    const offset = (node as { range?: readonly number[] | null } | null | undefined)?.range?.[0];
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const step = (node: unknown, key: string | number): unknown => {
    const target = resolve(node, document);
    if (isSeq(target) && typeof key === 'number') return target.items[key];
    return isMap(target) ? pairs(target).get(String(key))?.value : undefined;
  };
  const value = (path: Path): Place => {
    let node: unknown = document.contents;
    let place = placeOf(node);
    for (const key of path) {
      const keyPlace = placeOf(pairFor(pairs, resolve(node, document), key)?.key);
      node = step(node, key);
      place = placeOf(node) ?? keyPlace ?? place;
    }
    return place ?? { line: 1, column: 1 };
  };
  const nodeAt = (path: Path): unknown => resolve(path.reduce<unknown>(step, document.contents), document);
  return {
    value,
    key: path => placeOf(pairFor(pairs, nodeAt(path.slice(0, -1)), path.at(-1) ?? '')?.key) ?? value(path),
    keys(path) {
      const node = nodeAt(path);
      return isMap(node) ? [...pairs(node).keys()] : [];
    },
  };
}

type PairIndex = (map: YAMLMap) => ReadonlyMap<string, Pair>;

function pairFor(pairs: PairIndex, node: unknown, key: string | number): Pair | undefined {
  return isMap(node) ? pairs(node).get(String(key)) : undefined;
}

/** Each map's pairs by key, made when first asked for: a path costs its length, however many keys lie beside it. */
function pairIndex(document: Document): PairIndex {
  const known = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const index: PairIndex = map => {
    const found = known.get(map);
    if (found) return found;
    const made = new Map<string, Pair>();
    const merged: Pair[] = [];
    for (const pair of map.items) {
      if (isMergeKey(pair)) merged.push(pair);
      else made.set(keyOf(pair), pair);
    }
    for (const pair of merged) for (const [key, inner] of mergedPairs(pair.value)) if (!made.has(key)) made.set(key, inner);
    known.set(map, made);
    return made;
  };
  const mergedPairs = (source: unknown): [string, Pair][] => {
    const target = resolve(source, document);
    if (isSeq(target)) return target.items.flatMap(item => mergedPairs(item));
    return isMap(target) ? [...index(target)] : [];
  };
  return index;
}

/** Whether a pair merges maps into the one that it stands in (`<<`). */
export function isMergeKey(pair: Pair): boolean {
  // The parser has a symbol for it, so that a quoted `<<` stays an ordinary key.
  return isScalar(pair.key) && typeof pair.key.value === 'symbol';
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value ?? '') : String(pair.key);
}

function resolve(node: unknown, document: Document): unknown {
  if (isAlias(node)) return node.resolve(document);
  if (isPair(node)) return node.value;
  return isCollection(node) || isScalar(node) ? node : undefined;
}
