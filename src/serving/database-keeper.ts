import type { GeoDatabaseFacts } from '../api/operations.ts';
import type { Control } from '../control/loop.ts';
import type { Clock } from '../lib/clock.ts';
import type { Declared, Finding } from '../model/declared.ts';
import { describeLoaded, describeSource } from './database-words.ts';
import { type Look, lookAt } from './file-version.ts';
import { FileWatch } from './file-watch.ts';
import type { Logger } from './log.ts';
import type { ServingCounters } from './metrics.ts';
import { type LoadedDatabase, type ReadFile, readDatabase } from './read-database.ts';
import { unmetFields } from './unmet-fields.ts';

export interface DatabaseKeeperParts {
  readonly file: string;
  /** The one that comes with the program is not watched: it changes with the program. */
  readonly watched: boolean;
  /** What is served when the keeper begins. */
  readonly first: LoadedDatabase;
  readonly control: Pick<Control, 'change' | 'served'>;
  readonly counters: Pick<ServingCounters, 'geoLoadErrors'>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly look?: (file: string) => Promise<Look>;
  readonly read?: ReadFile;
}

/** What failed may be read later although the file is the same: a file system that was away, memory that was short. */
const RETRY = { firstMs: 60_000, mostMs: 3_600_000 };

interface Failure {
  readonly version: string;
  readonly message: string;
  readonly waitMs: number;
  /** On the monotonic clock. */
  readonly againAtMs: number;
}

/**
 * Keeps the geographic database as its file is: a new one goes into the answers; with one that cannot be used, or none, the old one stays.
 * Nothing here ever stops the answers; what goes wrong is in the log once, and in `facts` as long as it lasts.
 */
export class DatabaseKeeper implements Disposable {
  /** Without the first database: it is to be forgotten when another one is served. */
  readonly #parts: Omit<DatabaseKeeperParts, 'first'>;
  readonly #look: (file: string) => Promise<Look>;
  readonly #end = new AbortController();
  readonly #watch: FileWatch | undefined;
  #served: LoadedDatabase;
  #failed: Failure | undefined;
  /** What is wrong with the file as it is now. */
  #trouble: string | undefined;
  /** What the log was told last, and of which version of the file. */
  #told = '';
  #unmet: { readonly declared: Declared; readonly served: LoadedDatabase; readonly lines: readonly string[] } | undefined;

  constructor(parts: DatabaseKeeperParts) {
    const { first, ...rest } = parts;
    const { file, clock, watched, look = lookAt } = rest;
    this.#parts = rest;
    this.#look = look;
    this.#served = first;
    const onSight = (sight: Look, asked: boolean) => this.#take(sight, asked);
    this.#watch = watched ? new FileWatch({ file, look, clock, first: first.seen, onSight }) : undefined;
  }

  /** What is served, and what is wrong with the file as it is now. */
  get facts(): GeoDatabaseFacts {
    const { table, fields, loadedAtMs } = this.#served;
    const { file, type, builtAtMs, entries } = table.source;
    const { watched } = this.#parts;
    return { file, watched, type, builtAtMs, prefixes: entries, loadedAtMs, fields, lastError: this.#trouble, warnings: this.#warnings() };
  }

  /** Looks at once, and reads what is new without a second look. Gives a warning where the file cannot be used; never rejects. */
  async refresh(): Promise<readonly Finding[]> {
    await this.#watch?.look();
    const message = this.#trouble;
    return message === undefined ? [] : [{ severity: 'warning', file: this.#parts.file, line: 1, column: 1, message }];
  }

  /** Tells the log what steered records ask for that the database does not have. */
  warn(): void {
    for (const line of this.#warnings()) this.#parts.log.warn(line);
  }

  /** Ends the reading under way; nothing follows from it any more. */
  [Symbol.dispose](): void {
    this.#watch?.[Symbol.dispose]();
    this.#end.abort(new Error('Meridian is ending'));
  }

  async #take({ version, missing }: Look, asked: boolean): Promise<void> {
    if (version === undefined) this.#tell(missing, '', asked);
    else if (version === this.#served.seen.version) this.#forgive();
    else if (asked || this.#isDue(version)) await this.#load(version, asked);
    else this.#trouble = this.#failed?.message;
  }

  /** The file is what is served: again, if it was something else in between. */
  #forgive(): void {
    if (this.#trouble !== undefined) this.#parts.log.info(`the geographic database ${this.#parts.file} is again the one that is served`);
    this.#clear();
  }

  #clear(): void {
    this.#trouble = undefined;
    this.#failed = undefined;
    this.#told = '';
  }

  #isDue(version: string): boolean {
    return this.#failed?.version !== version || this.#parts.clock.monotonic() >= this.#failed.againAtMs;
  }

  async #load(version: string, asked: boolean): Promise<void> {
    const { file, control, clock, read } = this.#parts;
    try {
      const loaded = await readDatabase(file, { clock, signal: this.#end.signal, look: this.#look, ...(read && { read }) });
      // Whoever wrote meanwhile may have left half of each.
      if (await this.#hasMovedOn(version)) return;
      const generation = await control.change({ locations: loaded.table });
      this.#serve({ ...loaded, loadedAtMs: clock.now() }, generation);
    } catch (error) {
      if (this.#end.signal.aborted || (await this.#hasMovedOn(version))) return;
      this.#fail(version, (error as Error).message, asked);
    }
  }

  async #hasMovedOn(version: string): Promise<boolean> {
    return (await this.#look(this.#parts.file)).version !== version;
  }

  #serve(loaded: LoadedDatabase, generation: number): void {
    const before = describeSource(this.#served.table.source);
    this.#served = loaded;
    this.#clear();
    this.#parts.log.info({ generation }, `${describeLoaded(loaded)}; served as generation ${generation} in place of ${before}`);
    this.warn();
  }

  #fail(version: string, message: string, asked: boolean): void {
    const { clock, counters } = this.#parts;
    counters.geoLoadErrors++;
    const waitMs = this.#failed?.version === version ? Math.min(2 * this.#failed.waitMs, RETRY.mostMs) : RETRY.firstMs;
    this.#failed = { version, message, waitMs, againAtMs: clock.monotonic() + waitMs };
    this.#tell(message, version, asked);
  }

  /** Once for each version of the file, and whenever somebody asked. */
  #tell(message: string, version: string, asked: boolean): void {
    this.#trouble = message;
    const said = `${version} ${message}`;
    if (said === this.#told && !asked) return;
    this.#told = said;
    this.#parts.log.error(`geographic database not loaded: ${message}; served on is ${describeSource(this.#served.table.source)}`);
  }

  #warnings(): readonly string[] {
    const { declared } = this.#parts.control.served.inputs;
    const served = this.#served;
    if (this.#unmet?.declared !== declared || this.#unmet.served !== served)
      this.#unmet = { declared, served, lines: unmetFields(declared, served.table.source.type, served.fields) };
    return this.#unmet.lines;
  }
}
