import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it has started, and those have: some name servers answer in a process of their own. */
export function processTree(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [pid];
  for (let i = 0; i < tree.length; i++) tree.push(...(children.get(tree[i]!) ?? []));
  return tree;
}

/** Microseconds of CPU that the processes have used, all their threads together, in user and kernel mode: proc(5) schedstat, in nanoseconds. */
export function cpuMicros(pids: readonly number[]): number {
  let nanoseconds = 0;
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) nanoseconds += onProcessor(`/proc/${pid}/task/${thread}/schedstat`);
  }
  return nanoseconds / 1000;
}

/** The most memory that a process has held at once, in MiB: VmHWM of proc(5) status. */
export function peakMemoryMiB(pid: number): number {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

/** The memory that a process holds now, in MiB: VmRSS of proc(5) status. */
export function memoryMiB(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

/** A process that ends while it is looked at has none. */
function parentOf(pid: number): number | undefined {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && Number(fields[1]);
}

/** A thread that has ended meanwhile counts as nothing: the servers here end none while they are measured. */
function onProcessor(file: string): number {
  return Number(readOrNothing(file)?.split(' ', 1)[0] ?? 0);
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
