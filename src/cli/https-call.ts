import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';

export interface HttpsCall {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** The authorities that are trusted, in PEM format, and no others: fetch knows only those of the process. */
  readonly ca: string;
}

/** Makes one call over HTTPS. Rejects as the system, TLS or the signal says. */
export async function callHttps(url: string, { body, ...options }: HttpsCall): Promise<{ status: number; text: string }> {
  try {
    const call = request(url, { ...options, agent: false });
    // What goes wrong while the answer is read is told there; here it would be nobody's, and end the program.
    call.on('error', () => {}).end(body);
    const [response] = (await once(call, 'response', { signal: options.signal })) as [IncomingMessage];
    return { status: response.statusCode ?? 0, text: await text(response) };
  } catch (error) {
    throw options.signal.aborted ? options.signal.reason : error;
  }
}
