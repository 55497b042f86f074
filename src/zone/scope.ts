import type { Name } from '../model/zone.ts';
import { EntryScanner } from './entry-scanner.ts';
import { type Origin, originOf } from './name-text.ts';
import { RdataText } from './rdata-text.ts';

/** What holds in one file at one line. An included file begins with a copy, so nothing that it changes leaks out (RFC 1035 section 5.1). */
export interface Scope {
  readonly file: string;
  readonly entry: EntryScanner;
  readonly tokens: RdataText;
  /** The files that include this one, outermost first, and itself. */
  readonly files: readonly string[];
  origin: Origin;
  /** The owner that a line which begins with a blank has; undefined before the first. */
  owner: Name | undefined;
  /** False after an owner that could not be read: its records are checked but not kept. */
  ownerKnown: boolean;
  /** `$TTL`, the last TTL on a record, and the minimum of an SOA without TTL; in this order they stand in for one that is missing. */
  defaultTtl: number | undefined;
  lastTtl: number | undefined;
  soaMinimum: number | undefined;
}

/** The scope at the start of a zone's own file. */
export function rootScope(file: string, text: string, origin: Name): Scope {
  const entry = new EntryScanner(text);
  const top = originOf(origin);
  return {
    file,
    entry,
    tokens: new RdataText(entry, top),
    files: [file],
    origin: top,
    owner: undefined,
    ownerKnown: true,
    defaultTtl: undefined,
    lastTtl: undefined,
    soaMinimum: undefined,
  };
}

/** The scope at the start of an included file. */
export function includedScope(parent: Scope, file: string, text: string, origin: Origin): Scope {
  const entry = new EntryScanner(text);
  return { ...parent, file, entry, tokens: new RdataText(entry, origin), files: [...parent.files, file], origin };
}
