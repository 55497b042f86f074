import type { IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import type { CheckResult } from '../check.ts';
import { printable } from '../printable.ts';
import { decodeResponse } from './grpc-health.ts';

/** The codes of gRPC by their numbers, in the words of its own list (https://grpc.github.io/grpc/core/md_doc_statuscodes.html). */
const CODES = [
  'ok',
  'cancelled',
  'unknown',
  'invalid argument',
  'deadline exceeded',
  'service unknown',
  'already exists',
  'permission denied',
  'resource exhausted',
  'failed precondition',
  'aborted',
  'out of range',
  'unimplemented',
  'internal',
  'unavailable',
  'data loss',
  'unauthenticated',
];

/** A call that has ended: its headers, what came after them, and the fields at its end, if any came. */
export interface GrpcCall {
  readonly headers: IncomingHttpHeaders & IncomingHttpStatusHeader;
  readonly body: Buffer;
  readonly trailers: IncomingHttpHeaders;
}

/** What a call of Health/Check says of the endpoint. An answer without a body has its status among the headers. */
export function judgeCall({ headers, body, trailers }: GrpcCall): CheckResult {
  if (headers[':status'] !== 200) return { ok: false, reason: `http status ${headers[':status']}` };
  const fields = 'grpc-status' in trailers ? trailers : headers;
  const code = String(fields['grpc-status'] ?? '');
  if (!/^\d{1,3}$/.test(code)) return { ok: false, reason: 'malformed response' };
  if (Number(code) !== 0) return { ok: false, reason: codeReason(Number(code), String(fields['grpc-message'] ?? '')) };
  const status = decodeResponse(body);
  return status === undefined ? { ok: false, reason: 'malformed response' } : { ok: status === 'SERVING', reason: `status ${status}` };
}

/** What the server adds in words is told only where the code alone does not say enough. */
function codeReason(code: number, message: string): string {
  const name = CODES[code] ?? `grpc status ${code}`;
  return ['service unknown', 'unimplemented'].includes(name) || message === '' ? name : printable(`${name}: ${percentDecoded(message)}`);
}

function percentDecoded(message: string): string {
  const octets = message.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, 'latin1').toString('utf8');
}
