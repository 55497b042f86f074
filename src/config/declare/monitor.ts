import { formatDuration } from '../../lib/duration.ts';
import type { CheckSettings, Monitor } from '../../model/monitor.ts';
import type { MonitorInput } from '../schema/monitor.ts';
import type { Draft } from './draft.ts';

const DEFAULT_TIMEOUT_MS = 2000;

/** Headers that a check writes itself; `host` has a key of its own. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** A monitor as the model has it. */
export function declareMonitor(draft: Draft, name: string, input: MonitorInput): Monitor {
  const timeoutMs = input.timeout ?? Math.min(DEFAULT_TIMEOUT_MS, input.interval);
  if (timeoutMs > input.interval) {
    const interval = formatDuration(input.interval);
    draft.error(['monitors', name, 'timeout'], `expected at most the interval, ${interval}, found \`${formatDuration(timeoutMs)}\``);
  }
  if (input.type === 'http') checkHeaders(draft, name, Object.keys(input.headers));
  return { name, intervalMs: input.interval, timeoutMs, fall: input.fall, rise: input.rise, check: checkSettings(input) };
}

function checkSettings(input: MonitorInput): CheckSettings {
  switch (input.type) {
    case 'http': {
      const { type, port, path, method, headers } = input;
      const host = input.host === undefined ? {} : { host: input.host };
      return { type, port, path, method, ...host, headers, expectStatus: input.expect.status };
    }
    case 'tcp':
      return { type: input.type, port: input.port };
  }
}

function checkHeaders(draft: Draft, name: string, headers: readonly string[]): void {
  const seen = new Set<string>();
  for (const header of headers) {
    const lower = header.toLowerCase();
    const path = ['monitors', name, 'headers', header];
    if (lower === 'host') draft.errorAtKey(path, 'the Host header has a key of its own: host');
    else if (OWN_HEADERS.has(lower)) draft.errorAtKey(path, 'this header is written by the check itself');
    else if (seen.has(lower)) draft.errorAtKey(path, 'the same header is given twice');
    seen.add(lower);
  }
}
