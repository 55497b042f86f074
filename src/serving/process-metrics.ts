import { readdirSync, readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import type { Metric, MetricSample } from '../api/operations.ts';
import { counter, gauge } from './metric.ts';

/** Linux tells processor time in these. */
const TICKS_PER_SECOND = 100;

/** What every process is asked for, by the names that Prometheus' own clients use, and what each of our threads needs. */
export function processMetrics(startedAtMs: number): Metric[] {
  const { user, system } = process.cpuUsage();
  const { used_heap_size, total_heap_size, external_memory } = getHeapStatistics();
  // It is read from a file, which is not there for a process whose descriptors have run out.
  const resident = known(() => process.memoryUsage.rss());
  return [
    counter('process_cpu_seconds_total', 'Processor time of all threads, in user and kernel mode.', (user + system) / 1e6),
    gauge('process_resident_memory_bytes', 'Memory that the process has resident.', samplesOf(resident)),
    gauge('process_start_time_seconds', 'When this process started, in seconds since the epoch.', startedAtMs / 1000),
    ...descriptorMetrics(),
    gauge('nodejs_heap_size_used_bytes', 'Heap of the main thread that is used.', used_heap_size),
    gauge('nodejs_heap_size_total_bytes', 'Heap of the main thread that is reserved.', total_heap_size),
    gauge('nodejs_external_memory_bytes', 'Memory that objects of the main thread hold outside of its heap.', external_memory),
    ...threadMetrics(),
  ];
}

/** Nothing where the machine does not tell. */
function descriptorMetrics(): Metric[] {
  const open = known(() => readdirSync('/proc/self/fd').length);
  const most = known(() => /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1]);
  return [
    gauge('process_open_fds', 'File descriptors that are open.', samplesOf(open)),
    gauge('process_max_fds', 'File descriptors that may be open.', samplesOf(most === undefined ? undefined : Number(most))),
  ];
}

/** Threads of one name are one row: Node has several for its own work. */
function threadMetrics(): Metric[] {
  const rows = known(() => readdirSync('/proc/self/task').flatMap(id => known(() => readThread(id)) ?? [])) ?? [];
  const seconds = new Map<string, number>();
  for (const { name, cpuSeconds } of rows) seconds.set(name, (seconds.get(name) ?? 0) + cpuSeconds);
  return [
    counter(
      'meridian_thread_cpu_seconds_total',
      'Processor time by thread: those that answer are meridian-udp-N and meridian-tcp.',
      [...seconds].map(([thread, value]) => ({ labels: { thread }, value })),
    ),
  ];
}

/** proc_pid_stat(5): the name stands in parentheses and may hold any octet; user and kernel time are the fields 14 and 15. */
function readThread(id: string): { readonly name: string; readonly cpuSeconds: number } {
  const text = readFileSync(`/proc/self/task/${id}/stat`, 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
  };
}

function samplesOf(value: number | undefined): readonly MetricSample[] {
  return value === undefined ? [] : [{ labels: {}, value }];
}

/** A thread may end while it is read, and other systems have no /proc. */
function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
