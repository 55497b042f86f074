import { expect, test } from 'vitest';
import { processMetrics } from '../../src/serving/process-metrics.ts';

test('the process tells of itself what every process tells', () => {
  const metrics = processMetrics(1_700_000_000_000);
  const figure = (name: string) => metrics.find(metric => metric.name === name)!.samples[0]?.value;
  expect(figure('process_start_time_seconds')).toBe(1_700_000_000);
  for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'nodejs_heap_size_used_bytes'])
    expect(figure(name), name).toBeGreaterThan(0);
});

test.runIf(process.platform === 'linux')('Linux tells of descriptors and of threads by name, each name once', () => {
  const metrics = processMetrics(0);
  const samplesOf = (name: string) => metrics.find(metric => metric.name === name)!.samples;
  expect(samplesOf('process_open_fds')[0]!.value).toBeGreaterThan(2);
  expect(samplesOf('process_max_fds')[0]!.value).toBeGreaterThanOrEqual(samplesOf('process_open_fds')[0]!.value);
  const threads = samplesOf('meridian_thread_cpu_seconds_total').map(({ labels }) => labels.thread);
  expect(threads.length).toBeGreaterThan(1);
  expect(new Set(threads).size).toBe(threads.length);
});
