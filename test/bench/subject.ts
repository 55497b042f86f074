import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeMeridianZones } from './workload.ts';

/** A name server under load: a process of its own on a loopback port. */
export interface Subject extends AsyncDisposable {
  readonly name: string;
  readonly port: number;
  /** Microseconds of CPU that the process has used, all its threads together. */
  cpuMicros(): number;
}

/** Linux counts them in hundredths of a second (USER_HZ). */
const MICROS_PER_TICK = 10_000;

export async function startMeridian(directory: string, workers: number): Promise<Subject> {
  const zones = join(directory, 'zones');
  await writeMeridianZones(zones);
  const server = join(import.meta.dirname, 'meridian-server.ts');
  const child = spawn(process.execPath, [server, zones, String(workers)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`Meridian ended with code ${code}`)));
  ended.catch(() => {});
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  return subjectOf(`meridian, ${workers} ${workers === 1 ? 'worker' : 'workers'}`, Number(line), child);
}

/** Takes a running child as a subject; its end is a SIGTERM. */
export function subjectOf(name: string, port: number, child: ChildProcess): Subject {
  return {
    name,
    port,
    cpuMicros: () => cpuMicros(child.pid!),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Fields 14 and 15 of proc(5) stat: utime and stime. */
function cpuMicros(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
}
