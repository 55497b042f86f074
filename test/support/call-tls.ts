import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { json } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { readPem } from './tls-peer.ts';

export interface TlsAnswer {
  readonly status: number | undefined;
  readonly json: unknown;
  /** The subject of the server's certificate, and when it expires. */
  readonly subject: string;
  readonly validTo: string;
}

/** One call over a connection of its own, by one who trusts the authority of the tests and looks at no name. */
export async function callTls(url: string, options: RequestOptions = {}, body = ''): Promise<TlsAnswer> {
  const call = request(url, { ca: readPem('authority'), checkServerIdentity: () => undefined, agent: false, ...options });
  call.end(body);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  const certificate = (response.socket as TLSSocket).getPeerX509Certificate();
  return {
    status: response.statusCode,
    json: await json(response),
    subject: certificate?.subject ?? '',
    validTo: certificate?.validTo ?? '',
  };
}
