import { readFileSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FLEET_CONTRACT } from '../../src/fleet/contract.ts';
import { makePrivateDirectory } from '../../src/lib/private-directory.ts';
import { presentIssues } from './check-shape.ts';
import type { AgentLog } from './log.ts';
import { type SpooledSeen, spooledSeen } from './spooled-seen.ts';

const LARGEST_BYTES = 64 * 1024 * 1024;

const FILES = { assignment: 'assignment.json', outbox: 'outbox.json' } as const;
type Spooled = keyof typeof FILES;

const headShape = z.object({ contract: z.int(), vantage: z.string() });
const assignmentShape = z.object({ assignment: z.unknown() });
const outboxShape = z.object({ seen: z.array(spooledSeen) });

export interface SpoolOptions {
  readonly directory: string;
  readonly vantage: string;
  readonly log: AgentLog;
}

/**
 * What an agent leaves for its next start: the last assignment, and what it could not report. It is of use, but nothing depends on it: what
 * cannot be read or written is told of once, and the agent goes on without. Files are replaced as a whole.
 */
export class Spool {
  readonly #options: SpoolOptions;
  /** What is to be written, or removed where it is undefined; the latest of each wins. */
  readonly #wanted = new Map<Spooled, string | undefined>();
  #writing: Promise<void> | undefined;
  #told = false;

  /** Makes the directory where it is missing. */
  constructor(options: SpoolOptions) {
    this.#options = options;
    try {
      makePrivateDirectory(options.directory);
    } catch (error) {
      this.#tellOnce(error);
    }
  }

  /** The JSON of the last assignment, not looked at yet; undefined where there is none. */
  assignment(): unknown {
    return this.#read('assignment', assignmentShape)?.assignment;
  }

  /** What was not reported, the oldest first. */
  outbox(): readonly SpooledSeen[] {
    return this.#read('outbox', outboxShape)?.seen ?? [];
  }

  /** Keeps an assignment, as the text that it came as. */
  keepAssignment(json: string): void {
    this.#want('assignment', `${this.#head()},"assignment":${json}}`);
  }

  /** Keeps what is not reported yet; nothing: the file goes. */
  keepOutbox(seen: readonly SpooledSeen[]): void {
    this.#want('outbox', seen.length === 0 ? undefined : `${this.#head()},"seen":${JSON.stringify(seen)}}`);
  }

  /** Fulfils when all that was wanted is on the disk, or could not be written. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  #head(): string {
    return JSON.stringify({ contract: FLEET_CONTRACT, vantage: this.#options.vantage }).slice(0, -1);
  }

  #want(file: Spooled, text: string | undefined): void {
    this.#wanted.set(file, text);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    for (let next = first(this.#wanted); next; next = first(this.#wanted)) {
      const [file, text] = next;
      this.#wanted.delete(file);
      const path = join(this.#options.directory, FILES[file]);
      await (text === undefined ? rm(path, { force: true }) : replace(path, text)).then(
        () => {
          this.#told = false;
        },
        error => this.#tellOnce(error),
      );
    }
  }

  #tellOnce(error: unknown): void {
    if (this.#told) return;
    this.#told = true;
    const line = `the spool ${this.#options.directory} cannot be written: after a restart this agent waits for the controller before it probes`;
    this.#options.log.warn({ err: error }, line);
  }

  #read<T>(file: Spooled, shape: z.ZodType<T>): T | undefined {
    const path = join(this.#options.directory, FILES[file]);
    try {
      const text = readSpooled(path);
      return text === undefined ? undefined : this.#parse(text, shape);
    } catch (error) {
      this.#options.log.warn({ err: error }, `${path} is not used: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** Throws an Error that says in short why the text is of no use here. */
  #parse<T>(text: string, shape: z.ZodType<T>): T {
    const json = parseJson(text);
    const head = headShape.safeParse(json);
    if (!head.success) throw new Error(`it is damaged: ${presentIssues(head.error)}`);
    if (head.data.contract !== FLEET_CONTRACT)
      throw new Error(`it is of fleet contract ${head.data.contract}, this agent has ${FLEET_CONTRACT}`);
    if (head.data.vantage !== this.#options.vantage) throw new Error(`it is of the vantage ${head.data.vantage}`);
    const body = shape.safeParse(json);
    if (!body.success) throw new Error(`it is damaged: ${presentIssues(body.error).slice(0, 200)}`);
    return body.data;
  }
}

function first<K, V>(map: ReadonlyMap<K, V>): [K, V] | undefined {
  for (const entry of map) return entry;
  return undefined;
}

/** ENOTDIR: the spool itself is no directory, which is told of where it is made. */
const NOT_THERE: readonly unknown[] = ['ENOENT', 'ENOTDIR'];

/** The text of a file; undefined where there is none. Throws where it is of no use. */
function readSpooled(path: string): string | undefined {
  try {
    if (statSync(path).size > LARGEST_BYTES) throw new Error(`it has more than ${LARGEST_BYTES} octets`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (NOT_THERE.includes((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is damaged: it is not JSON');
  }
}

/** Whoever reads `path` meanwhile, or after a power cut, finds the text before or this one. */
async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.draft`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
