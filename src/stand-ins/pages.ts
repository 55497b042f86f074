import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { formatSocketAddress, type SocketAddress } from '../lib/socket-address.ts';
import { type Behaviour, BREAKS, isBreak } from './behaviour.ts';

/** The header, with the site's name, that every answer of a stand-in site carries. A request may carry it too, and is then for no other. */
export const SITE_HEADER = 'meridian-stand-in';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * What one address of a stand-in site answers. `POST /break?how=503|reset|hang`, `POST /mend` and `GET /state` always work;
 * `/healthz` is `ok` and every other path names the site, unless this address is broken.
 */
export function standInPages(site: string, boundTo: () => SocketAddress): RequestListener {
  const held = new Set<Exchange>();
  let behaviour: Behaviour = 'serve';

  const show = (exchange: Exchange) => {
    const at = boundTo();
    reply(exchange, 200, `${JSON.stringify({ site, ...at, behaviour })}\n`, { 'content-type': 'application/json' });
  };
  const behave = (exchange: Exchange, next: Behaviour) => {
    behaviour = next;
    for (const waiting of held) visit(waiting);
    show(exchange);
  };
  const visit = (exchange: Exchange) => {
    held.delete(exchange);
    if (behaviour === 'hang') hold(exchange);
    else if (behaviour === 'reset') exchange.request.socket.resetAndDestroy();
    else if (behaviour === '503') reply(exchange, 503, `Site ${site} is broken\n`);
    else reply(exchange, 200, pathOf(exchange) === '/healthz' ? 'ok\n' : `Site ${site} at ${formatSocketAddress(boundTo())}\n`);
  };
  const hold = (exchange: Exchange) => {
    held.add(exchange);
    exchange.response.once('close', () => held.delete(exchange));
  };
  const control: Readonly<Record<string, { method: string; run: (exchange: Exchange) => void }>> = {
    '/state': { method: 'GET', run: show },
    '/mend': { method: 'POST', run: exchange => behave(exchange, 'serve') },
    '/break': {
      method: 'POST',
      run: exchange => {
        const how = queryOf(exchange).get('how') ?? '503';
        if (isBreak(how)) behave(exchange, how);
        else reply(exchange, 400, `how: found "${how}", expected one of ${BREAKS.join(', ')}\n`);
      },
    },
  };

  return (request, response) => {
    response.setHeader(SITE_HEADER, site);
    request.resume();
    const exchange = { request, response };
    const page = control[pathOf(exchange)];
    const addressee = request.headers[SITE_HEADER] ?? site;
    if (addressee !== site) reply(exchange, 409, `This is site ${site}, not ${addressee}\n`);
    else if (!page) visit(exchange);
    else if (request.method === page.method) page.run(exchange);
    else reply(exchange, 405, `${request.method} is not allowed here, use ${page.method}\n`, { allow: page.method });
  };
}

function reply(
  { response }: Exchange,
  status: number,
  body: string,
  headers: Record<string, string> = { 'content-type': 'text/plain' },
): void {
  response.writeHead(status, headers).end(body);
}

function pathOf({ request }: Exchange): string {
  return (request.url ?? '/').replace(/\?.*$/s, '');
}

function queryOf({ request }: Exchange): URLSearchParams {
  return new URLSearchParams((request.url ?? '').replace(/^[^?]*\??/, ''));
}
