import type { Finding } from '../model/declared.ts';
import type { Name } from '../model/zone.ts';
import { isDirective, readDirective } from './directives.ts';
import { Fault } from './fault.ts';
import { named, readOwner, readRecord } from './record-entry.ts';
import { type PlacedRecordSet, RecordSets, recordTitle } from './record-sets.ts';
import { rootScope, type Scope } from './scope.ts';
import { WireWriter } from './wire-writer.ts';

export type { PlacedRecordSet } from './record-sets.ts';

export interface MasterFileSource {
  /** As findings show it, relative to the zones directory. */
  readonly file: string;
  readonly text: string;
  /** What relative names are under until `$ORIGIN`. */
  readonly origin: Name;
  /** The text of an included file, its path as written; throws Error with a plain message where it is outside the directory or unreadable. */
  readonly include: (path: string) => string;
}

export interface MasterFileResult {
  /** In the order of their first records. */
  readonly recordSets: readonly PlacedRecordSet[];
  /** In the order of the file. With an error among them the record sets are not the whole zone. */
  readonly findings: readonly Finding[];
}

/** Inclusions in one zone, so that files which include others many times over come to an end. */
const MAX_INCLUSIONS = 1000;

/**
 * Reads a master file (RFC 1035 section 5) with the files that it includes. Never throws: each mistake becomes a finding at its
 * place, the entry that has it is left out, and reading goes on behind it.
 */
export function parseMasterFile(source: MasterFileSource): MasterFileResult {
  const reader = new MasterFileReader(source.include);
  reader.read(rootScope(source.file, source.text, source.origin));
  return { recordSets: reader.sets.all, findings: reader.findings };
}

class MasterFileReader {
  readonly sets = new RecordSets();
  readonly findings: Finding[] = [];
  readonly #include: (path: string) => string;
  readonly #out = new WireWriter();
  #inclusions = 0;

  constructor(include: (path: string) => string) {
    this.#include = path => {
      if (++this.#inclusions > MAX_INCLUSIONS) throw new Error(`more than ${MAX_INCLUSIONS} inclusions in one zone`);
      return include(path);
    };
  }

  read(scope: Scope): void {
    while (scope.entry.next()) {
      scope.tokens.at = 0;
      try {
        this.#readEntry(scope);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        this.#report('error', scope, error.offset, error.message);
      }
    }
  }

  #readEntry(scope: Scope): void {
    const { fault } = scope.entry;
    if (isDirective(scope)) {
      if (fault) throw fault;
      const included = readDirective(scope, this.#include);
      if (included) this.read(included);
      return;
    }
    if (scope.entry.count > 0) readOwner(scope);
    if (fault) throw named(fault, scope);
    this.#addRecord(scope);
  }

  #addRecord(scope: Scope): void {
    const { type, ttl, rdata, warning } = readRecord(scope, this.#out);
    const { entry, file, ownerKnown } = scope;
    if (!ownerKnown) return;
    const owner = scope.owner!;
    const offset = entry.starts[0]!;
    const repeated = this.sets.add({ owner, type, ttl, rdata, file, ...entry.locate(offset) });
    if (warning !== undefined) this.#report('warning', scope, offset, `${recordTitle(owner, type)}: ${warning}`);
    if (repeated !== undefined) this.#report('warning', scope, offset, `${recordTitle(owner, type)}: ${repeated}`);
  }

  #report(severity: Finding['severity'], { file, entry }: Scope, offset: number, message: string): void {
    this.findings.push({ severity, file, ...entry.locate(offset), message });
  }
}
