import type { RunningProgram } from '../program.ts';

/** A real cache, as Debian packages it; `start` is called only where it is installed. */
export interface CacheKind {
  readonly name: string;
  /** The Debian package. */
  readonly package: string;
  /** Undefined: not installed. */
  readonly version: () => string | undefined;
  readonly start: (plan: CachePlan) => Promise<RunningProgram>;
}

export interface CachePlan {
  /** For all its files; it exists. */
  readonly directory: string;
  /** Of the name server that it asks for the zone, on 127.0.0.1; it knows of no other. */
  readonly serverPort: number;
  /** A name that exists, by which it is seen that it answers. */
  readonly question: string;
}
