import { spawnSync } from 'node:child_process';

/** Which processors a server and the load on it run on, so that neither takes the other's time. Undefined: wherever the system puts them. */
export interface Affinity {
  readonly server: string | undefined;
  readonly load: string | undefined;
}

/**
 * A server of `threads` threads on as many processors, the load on the last one. Nothing is bound where taskset is missing, or where there is
 * no processor left for the load.
 */
export function chooseAffinity(threads: number): Affinity {
  const processors = allowedProcessors();
  if (processors.length <= threads) return { server: undefined, load: undefined };
  return { server: processors.slice(0, threads).join(','), load: String(processors.at(-1)) };
}

/** A command line that runs on those processors only. */
export function boundTo(processors: string | undefined, command: readonly string[]): readonly string[] {
  return processors === undefined ? command : ['taskset', '-c', processors, ...command];
}

/** The processors that this process may use (`0-3,6`), or none where taskset does not tell. */
function allowedProcessors(): readonly number[] {
  const { stdout } = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
  const list = /: ([\d,-]+)\s*$/.exec(stdout ?? '')?.[1] ?? '';
  return list
    .split(',')
    .filter(part => part !== '')
    .flatMap(part => {
      const [from = 0, to = from] = part.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });
}
