import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import type { Socket } from 'node:net';
import type { ExpectedCertificate, HttpExchange } from '../../src/model/monitor.ts';
import type { Address } from '../../src/model/steering.ts';
import type { CheckContext, CheckResult } from '../check.ts';
import { throughConnection } from '../connection.ts';
import { openStream, type TlsTarget } from '../stream.ts';
import { judgeBody } from './http-body.ts';
import { type HttpHop, type Redirect, redirectOf } from './http-redirect.ts';

export interface HttpProbe {
  readonly settings: HttpExchange & { readonly type: 'http' | 'https' };
  readonly certificate: ExpectedCertificate;
  readonly address: Address;
  readonly context: CheckContext;
}

type HopEnd = CheckResult | Redirect;

/** How many 1xx responses may come before the final one (RFC 9110 section 15.2): they cost the vantage more than the endpoint. */
const MOST_INTERIM = 16;

/** Sends one request over a connection of its own: what came of it, or, where redirects are followed, where it is to go from here. */
export function askOnce(probe: HttpProbe, hop: HttpHop): Promise<HopEnd> {
  const { settings, address, certificate, context } = probe;
  const target = { address, port: hop.port, ...(hop.secure && { tls: tlsOf(certificate, hop) }) };
  return throughConnection<HopEnd>(context.deadline, (conclude, fail) => {
    const judge = (response: IncomingMessage) => {
      context.phaseEnded('firstByteMs');
      const end = judgeHead(response, settings);
      if (end) conclude(end);
      else awaitBody(response, probe, conclude, fail);
    };
    let interim = 0;
    const count = () => {
      if (++interim > MOST_INTERIM) conclude({ ok: false, reason: 'too many interim responses' });
    };
    const ready = (stream: Socket) => {
      try {
        send(settings, hop, stream).on('response', judge).on('upgrade', judge).on('information', count).on('error', fail);
      } catch (error) {
        fail(error as Error);
      }
    };
    return openStream(target, context, { ready, refused: reason => conclude({ ok: false, reason }) });
  });
}

/** The certificate must be for the name that the request is for. */
function tlsOf(expected: ExpectedCertificate, { authority }: HttpHop): TlsTarget {
  const host = authority.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  return { name: expected.sni ?? host, expected, alpn: ['http/1.1'] };
}

/** Without an agent the request has the stream for itself, and says `Connection: close`. */
function send({ headers, expectBody }: HttpExchange, { method, path, authority }: HttpHop, stream: Socket) {
  const own: OutgoingHttpHeaders = { 'user-agent': 'meridian-probe', accept: '*/*', ...(expectBody && { 'accept-encoding': 'identity' }) };
  return request({ createConnection: () => stream, method, path, headers: { ...own, ...headers, host: authority } }).end();
}

/** Undefined: the body decides. */
function judgeHead(response: IncomingMessage, { redirects, expectStatus, expectBody }: HttpExchange): HopEnd | undefined {
  const status = response.statusCode!;
  const redirect = redirects > 0 ? redirectOf(status, response.headers.location) : undefined;
  if (redirect) return redirect;
  const ok = expectStatus.some(([from, to]) => status >= from && status <= to);
  return ok && expectBody ? undefined : { ok, reason: `status ${status}` };
}

function awaitBody(
  response: IncomingMessage,
  { settings, context }: HttpProbe,
  conclude: (end: CheckResult) => void,
  fail: (error: Error) => void,
): void {
  judgeBody(response, settings.expectBody!, outcome => {
    if (outcome instanceof Error) return fail(outcome);
    context.phaseEnded('contentMs');
    conclude({ ok: outcome === undefined, reason: outcome ?? `status ${response.statusCode}` });
  });
}
