import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real receiver of webhooks on loopback. It answers as `answer` says; undefined: not at all. */
export async function webhookReceiver() {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const answer: { status: number; body: string; headers?: Record<string, string>; silent?: boolean } = { status: 200, body: 'ok' };
  const server = createServer(async (request, response) => {
    received.push({ url: request.url ?? '', headers: request.headers, body: await text(request) });
    for (const look of waiting) look();
    if (!answer.silent) response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  /** Resolves once it has been called so often. */
  const calls = async (count: number): Promise<readonly Received[]> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => received.length >= count && resolve();
    waiting.add(look);
    look();
    await promise;
    waiting.delete(look);
    return received;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, answer, calls, received };
}
