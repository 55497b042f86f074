import { posix } from 'node:path';
import { Fault, quoteText } from './fault.ts';
import { originOf } from './name-text.ts';
import { includedScope, type Scope } from './scope.ts';
import { MAX_TTL } from './ttl-text.ts';

/** Inclusions inside inclusions. */
const MAX_DEPTH = 10;

/** Carries out the directive that the entry is; gives the scope of a file to read next, if it includes one. */
type Directive = (scope: Scope, include: (path: string) => string) => Scope | undefined;

/** By upper-case name (RFC 1035 section 5.1, RFC 2308 section 4). */
const DIRECTIVES: Readonly<Record<string, Directive>> = {
  $ORIGIN(scope) {
    scope.origin = originOf(scope.tokens.name('$ORIGIN'));
    scope.tokens.origin = scope.origin;
    return undefined;
  },
  $TTL(scope) {
    scope.defaultTtl = scope.tokens.seconds('$TTL', MAX_TTL);
    return undefined;
  },
  $INCLUDE: readInclude,
  $GENERATE({ tokens }) {
    tokens.at--;
    throw new Fault('$GENERATE is not supported, expected each record written out', tokens.offset);
  },
};

/** Whether the entry is a directive: its first token begins with `$` (a name would have to escape it). */
export function isDirective({ entry }: Scope): boolean {
  return entry.count > 0 && !entry.quoted[0] && entry.text.charCodeAt(entry.starts[0]!) === 0x24;
}

/** Carries out a directive. Throws Fault where it is wrong. */
export function readDirective(scope: Scope, include: (path: string) => string): Scope | undefined {
  const { tokens } = scope;
  const { offset } = tokens;
  const word = tokens.word('directive', '');
  const name = word.toUpperCase();
  if (!Object.hasOwn(DIRECTIVES, name))
    throw new Fault(`directive ${quoteText(word, 0, word.length)} is not known, expected $ORIGIN, $TTL or $INCLUDE`, offset);
  const included = DIRECTIVES[name]!(scope, include);
  if (tokens.more) {
    tokens.octets(name, '');
    tokens.refuse(`text behind ${name}`, 'the end of the line');
  }
  return included;
}

function readInclude(scope: Scope, include: (path: string) => string): Scope {
  const { tokens, files } = scope;
  const { offset } = tokens;
  const path = Buffer.from(tokens.octets('$INCLUDE', 'the path of a file')).toString();
  const origin = tokens.more ? originOf(tokens.name('origin of $INCLUDE')) : scope.origin;
  const file = posix.normalize(path);
  if (files.includes(file)) throw new Fault(`$INCLUDE of ${file} inside itself: ${[...files, file].join(' → ')}`, offset);
  if (files.length > MAX_DEPTH) throw new Fault(`$INCLUDE of ${file} is more than ${MAX_DEPTH} files deep`, offset);
  return includedScope(scope, file, readText(path, offset, include), origin);
}

function readText(path: string, offset: number, include: (path: string) => string): string {
  try {
    return include(path);
  } catch (error) {
    throw new Fault(`$INCLUDE of ${quoteText(path, 0, path.length)}: ${error instanceof Error ? error.message : String(error)}`, offset);
  }
}
