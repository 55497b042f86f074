import type { RunningProgram } from '../program.ts';
import type { Scene } from '../scene.ts';

/** A name server that watches its endpoints; `start` is called only where it is installed. */
export interface WatchingServer {
  readonly name: string;
  /** What stands in the report beside the name. */
  readonly how: (scene: Pick<Scene, 'fall' | 'ttl'>) => string;
  /** The Debian packages, for those that are not of the project. */
  readonly package?: string;
  /** Undefined: not installed. */
  readonly version: () => string | undefined;
  /** Starts it with all its files in a directory that exists, and waits until it answers. */
  readonly start: (directory: string, scene: Scene) => Promise<RunningProgram>;
}
