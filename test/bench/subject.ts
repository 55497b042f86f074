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
  return startServer(`meridian, ${workers} ${workers === 1 ? 'worker' : 'workers'}`, 'meridian-server.ts', zones, String(workers));
}

/** The sockets of the responder, each query sent back as its own answer: what no look-up can be cheaper than. */
export function startFloor(): Promise<Subject> {
  return startServer('floor (echo)', 'floor-server.ts');
}

/** A program of this folder that prints its port. */
async function startServer(name: string, program: string, ...args: readonly string[]): Promise<Subject> {
  const server = join(import.meta.dirname, program);
  const child = spawn(process.execPath, [server, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with code ${code}`)));
  ended.catch(() => {});
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  return subjectOf(name, Number(line), child);
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
