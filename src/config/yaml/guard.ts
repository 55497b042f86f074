import { type Document, isAlias, isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import { isMergeKey } from './place.ts';

/** Levels of maps and lists that a file may nest: enough for any steering tree that is allowed, far from any stack's end. */
const MAX_LEVELS = 100;

/** Something in a document that must not be turned into values. */
export interface Refusal {
  readonly offset: number;
  readonly message: string;
}

/** What makes a document unsafe or unclear to read: aliases in a circle or without anchor, keys that are no words, too many levels. */
export function refusals(document: Document): Refusal[] {
  const found: Refusal[] = [];
  const refuse = (node: unknown, message: string) => found.push({ offset: (node as Node | null)?.range?.[0] ?? 0, message });
  if (document.directives?.yaml.version !== '1.2') refuse(null, 'this file must be YAML 1.2: remove the %YAML line');
  visit(document, {
    Alias(_, alias, path) {
      const target = alias.resolve(document);
      if (target === undefined) refuse(alias, `alias \`*${alias.source}\` has no anchor \`&${alias.source}\` before it`);
      else if (path.includes(target)) refuse(alias, `alias \`*${alias.source}\` stands inside the value it names`);
    },
    Pair(_, pair) {
      if (!isScalar(pair.key) || pair.key.value === null || isAlias(pair.key))
        refuse(pair.key, 'expected a word as key, found nothing, a list or a map');
      else if (pair.key.value === '__proto__') refuse(pair.key, 'the key `__proto__` is not allowed');
      else if (isMergeKey(pair) && !mergeSources(pair.value, document).every(isMap)) refuse(pair.key, 'expected maps to merge behind `<<`');
    },
    Collection(_, collection, path) {
      // A level is a collection, and a pair where it is a map.
      if (path.length <= 2 * MAX_LEVELS) return undefined;
      refuse(collection, `maps and lists are nested deeper than ${MAX_LEVELS} levels`);
      return visit.BREAK;
    },
  });
  return found;
}

/** The keys that stand in one map more than once, each but the first. */
export function repeatedKeys(document: Document): Refusal[] {
  const found: Refusal[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) found.push({ offset: key.range?.[0] ?? 0, message: `the key \`${keyText(key.value)}\` is given twice` });
        seen.add(key.value);
      }
    },
  });
  return found;
}

/** The parser has a symbol for the merge key. */
function keyText(value: unknown): string {
  return typeof value === 'symbol' ? '<<' : String(value);
}

function mergeSources(value: unknown, document: Document): unknown[] {
  const target = isAlias(value) ? value.resolve(document) : value;
  return isSeq(target) ? target.items.map(item => (isAlias(item) ? item.resolve(document) : item)) : [target];
}
