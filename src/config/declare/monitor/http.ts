import type { HttpCheck } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';

/** Headers that a check writes itself; `host` has a key of its own. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** What a monitor of type `http` checks. */
export function declareHttp(draft: Draft, name: string, input: MonitorInputOf<'http'>): HttpCheck {
  const { type, port, path, method, headers } = input;
  checkHeaders(draft, name, Object.keys(headers));
  const host = input.host === undefined ? {} : { host: input.host };
  return { type, port, path, method, ...host, headers, expectStatus: input.expect.status };
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
