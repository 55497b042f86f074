import { readFileSync } from 'node:fs';

/** What Linux says of the limits of this process; empty on other systems. */
export function readProcessLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}

/**
 * How many probes may run at once: as many as are wanted, but no more than half of the file descriptors, so that clients are still
 * served when every probe hangs. `limits` is as `readProcessLimits` gives it; `onWarning` is told where they make it fewer.
 */
export function affordableProbes(wanted: number, limits: string, onWarning: (line: string) => void): number {
  const files = Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  const affordable = Math.max(1, Math.min(wanted, Math.floor(files / 2)));
  if (affordable < wanted)
    onWarning(`--max-probes ${wanted}: only ${affordable} probes run at once, half of the ${files} files that may be open (ulimit -n)`);
  return affordable;
}
