/** A webhook that takes longer tells nothing. */
const PATIENCE_MS = 5000;
/** What comes after so many octets is not looked at. */
const MOST_OCTETS = 64 * 1024;

/**
 * Asks a webhook for the rate of errors of a service, 0 to 1: `{ "error_rate": 0.01 }`, in at most 64 KiB, within five seconds. Certificates
 * are checked, redirects are not followed. Rejects with an Error that says in words why there is no rate.
 */
export async function askErrorRate(url: string, ending: AbortSignal): Promise<number> {
  const late = AbortSignal.timeout(PATIENCE_MS);
  try {
    const headers = { accept: 'application/json', connection: 'close' };
    const response = await fetch(url, { redirect: 'error', headers, signal: AbortSignal.any([ending, late]) });
    if (!response.ok) {
      await response.body?.cancel();
      throw new WebhookError(`status ${response.status}`);
    }
    return readRate(await readText(response));
  } catch (error) {
    if (error instanceof WebhookError) throw error;
    throw new WebhookError(late.aborted ? `no answer within ${PATIENCE_MS / 1000} s` : reasonOf(error), { cause: error });
  }
}

/** Why a webhook told nothing. */
class WebhookError extends Error {}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let octets = 0;
  for await (const piece of response.body ?? []) {
    octets += piece.length;
    if (octets > MOST_OCTETS) throw new WebhookError(`more than ${MOST_OCTETS / 1024} KiB`);
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

function readRate(text: string): number {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WebhookError('what it answers is not JSON');
  }
  const rate = typeof value === 'object' && value !== null && 'error_rate' in value ? value.error_rate : undefined;
  if (typeof rate === 'number' && rate >= 0 && rate <= 1) return rate;
  throw new WebhookError('what it answers has no error_rate from 0 to 1');
}

/** Fetch hides what went wrong behind its own words. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message : message;
}
