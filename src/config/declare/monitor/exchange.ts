import type { ExpectedBody, HttpExchange } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';

type Input = MonitorInputOf<'http'> | MonitorInputOf<'https'>;

/** Headers that a check writes itself; `host` has a key of its own. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** What a monitor asks over HTTP and expects of the answer. */
export function declareExchange(draft: Draft, name: string, input: Input): HttpExchange {
  const { port, path, method, host, headers, redirects, expect } = input;
  checkHeaders(draft, name, Object.keys(headers));
  checkExpected(draft, name, input);
  const body = expectedBody(expect);
  return {
    port,
    path,
    method,
    ...(host !== undefined && { host }),
    headers,
    expectStatus: expect.status,
    ...(body && { expectBody: body }),
    redirects,
  };
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

function checkExpected(draft: Draft, name: string, { method, expect }: Input): void {
  const keys = (['text', 'regex'] as const).filter(key => expect[key] !== undefined);
  const path = (key: string) => ['monitors', name, 'expect', key];
  if (keys.length > 1) draft.errorAtKey(path('regex'), 'expected one of text and regex, found both');
  if (method !== 'HEAD') return;
  for (const key of keys) draft.errorAtKey(path(key), 'the answer to HEAD has no body');
}

function expectedBody({ text, regex }: Input['expect']): ExpectedBody | undefined {
  if (text !== undefined) return { kind: 'text', text };
  return regex === undefined ? undefined : { kind: 'regex', pattern: regex };
}
