import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Finding } from '../model/declared.ts';
import { aboutFile } from './findings.ts';

/** The files of a zones directory, sorted by name. */
export interface ZoneFiles {
  /** Names without `.zone`, and without `.yaml`. */
  readonly masters: ReadonlySet<string>;
  readonly steerings: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/**
 * Looks which files `directory` has; what is neither `.zone` nor `.yaml` nor `.yml` is none of ours, and neither is what begins with a dot:
 * editors keep locks and drafts so.
 */
export function listZoneFiles(directory: string): ZoneFiles {
  let names: string[];
  try {
    names = readdirSync(directory)
      .filter(name => !name.startsWith('.'))
      .sort();
  } catch (fault) {
    return {
      masters: new Set(),
      steerings: new Set(),
      findings: [aboutFile(directory, `cannot read the zones directory: ${reasonOf(fault)}`)],
    };
  }
  const having = (ending: string) => names.filter(name => name.endsWith(ending)).map(name => name.slice(0, -ending.length));
  const masters = new Set(having('.zone'));
  const findings = having('.yml').map(name => aboutFile(`${name}.yml`, `name this file ${name}.yaml`));
  if (masters.size === 0) findings.push(aboutFile(directory, 'expected at least one NAME.zone file in the zones directory, found none'));
  return { masters, steerings: new Set(having('.yaml')), findings };
}

/** A file that cannot be read as text; the message says why. */
export class UnreadableFile extends Error {}

/** The text of a file of the directory. Throws UnreadableFile. */
export function readText(directory: string, file: string): string {
  const path = join(directory, file);
  let octets: Buffer;
  try {
    if (!statSync(path).isFile()) throw new UnreadableFile('is no regular file');
    octets = readFileSync(path);
  } catch (fault) {
    throw fault instanceof UnreadableFile ? fault : new UnreadableFile(`cannot be read: ${reasonOf(fault)}`, { cause: fault });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch (fault) {
    throw new UnreadableFile(`is not UTF-8 text, see line ${lineOfFault(octets)}`, { cause: fault });
  }
}

/** The line of the first octet that does not come back from its decoding. */
function lineOfFault(octets: Buffer): number {
  const decoded = Buffer.from(octets.toString());
  let line = 1;
  for (let i = 0; octets[i] === decoded[i]; i++) if (octets[i] === 0x0a) line++;
  return line;
}

/** Reads what `$INCLUDE` names, relative to the directory and nowhere but inside it, links followed. Throws UnreadableFile. */
export function includeFrom(directory: string): (path: string) => string {
  return path => {
    if (path.includes('\0') || escapes(directory, resolve(directory, path))) throw new UnreadableFile('lies outside the zones directory');
    let target: string;
    try {
      target = realpathSync(resolve(directory, path));
    } catch (fault) {
      throw new UnreadableFile(`cannot be read: ${reasonOf(fault)}`, { cause: fault });
    }
    if (escapes(realpathSync(directory), target)) throw new UnreadableFile('is a link to outside the zones directory');
    return readText(directory, relative(realpathSync(directory), target));
  };
}

function escapes(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === '..' || way.startsWith('../') || isAbsolute(way);
}

/** The system's words without its codes and paths: `no such file or directory`. */
function reasonOf(fault: unknown): string {
  const { message } = fault as Error;
  return /^[A-Z]+: (.+?), /.exec(message)?.[1] ?? message;
}
