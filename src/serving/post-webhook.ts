import type { WebhookCall } from '../events/webhooks/message.ts';
import type { WebhookAnswer } from '../events/webhooks/verdict.ts';

const PATIENCE_MS = 10_000;
/** What of a body is looked at; the rest is not read. */
const MOST_OCTETS = 4096;
const NEVER_MS = 3_600_000;

/** Calls a webhook once, and follows it nowhere else. Rejects where there is no answer in time. */
export async function postWebhook({ url, headers, body }: WebhookCall, ending: AbortSignal): Promise<WebhookAnswer> {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(PATIENCE_MS)]);
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  const text = await beginningOf(response);
  return { status: response.status, text, retryAfterMs: retryAfterOf(response) };
}

async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const pieces: Uint8Array[] = [];
  let octets = 0;
  for await (const piece of body) {
    pieces.push(piece);
    octets += piece.length;
    if (octets >= MOST_OCTETS) break;
  }
  return Buffer.concat(pieces).subarray(0, MOST_OCTETS).toString();
}

/** In seconds alone; a date is not looked at. */
function retryAfterOf({ status, headers }: Response): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const isAsked = (status === 429 || status === 503) && /^\d{1,9}$/.test(text);
  return isAsked ? Math.min(NEVER_MS, Number(text) * 1000) : undefined;
}
