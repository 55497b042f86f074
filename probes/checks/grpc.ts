import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { GrpcCheck } from '../../src/model/monitor.ts';
import type { Address } from '../../src/model/steering.ts';
import type { Check, CheckContext, CheckResult } from '../check.ts';
import { hostOf, throughConnection } from '../connection.ts';
import { openStream, type TlsTarget } from '../stream.ts';
import { encodeRequest, HEALTH_CHECK_PATH } from './grpc-health.ts';
import { type GrpcCall, judgeCall } from './grpc-outcome.ts';

/** The most octets of an answer; an honest one has seven. */
const MOST_OCTETS = 4096;

/**
 * Passes where grpc.health.v1 says that the service is SERVING. The call is made right over HTTP/2: the channels of `@grpc/grpc-js`
 * cannot give up a connection that is still being made, and leave its socket open.
 */
export const checkGrpc: Check<GrpcCheck> = (settings, address, context) =>
  throughConnection(context.deadline, (conclude, fail) => {
    const refused = (reason: string) => conclude({ ok: false, reason });
    const ready = (stream: Socket) => {
      if (stream instanceof TLSSocket && stream.alpnProtocol !== 'h2') return refused('no ALPN protocol in common');
      const scheme = settings.tls ? 'https' : 'http';
      const authority = settings.authority ?? authorityOf(address, settings.port);
      const session = connect(`${scheme}://${authority}`, { createConnection: () => stream, settings: { enablePush: false } });
      // Those of the socket come here as well.
      session.on('error', error => (isOfHttp2(error) ? refused('malformed response') : fail(error)));
      call(session, { authority, service: settings.service, context }, conclude);
    };
    return openStream({ address, port: settings.port, ...tlsOf(settings, address) }, context, { ready, refused });
  });

interface Calling {
  readonly authority: string;
  readonly service: string;
  readonly context: CheckContext;
}

function call(session: ClientHttp2Session, { authority, service, context }: Calling, conclude: (result: CheckResult) => void): void {
  const refused = (reason: string) => conclude({ ok: false, reason });
  const request = session.request({
    ':method': 'POST',
    ':path': HEALTH_CHECK_PATH,
    ':authority': authority,
    'content-type': 'application/grpc',
    te: 'trailers',
    'user-agent': 'meridian-probe',
  });
  const chunks: Buffer[] = [];
  let octets = 0;
  let headers: GrpcCall['headers'] | undefined;
  let trailers: IncomingHttpHeaders = {};
  request.on('response', given => {
    context.phaseEnded('firstByteMs');
    headers = given;
  });
  request.on('trailers', given => {
    trailers = given;
  });
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    octets += chunk.length;
    if (octets > MOST_OCTETS) refused('malformed response');
  });
  request.on('end', () => {
    if (!headers) return;
    context.phaseEnded('contentMs');
    conclude(judgeCall({ headers, body: Buffer.concat(chunks), trailers }));
  });
  request.on(
    'error',
    error => isOfHttp2(error) && refused(error.code === 'ERR_HTTP2_STREAM_ERROR' ? 'call was reset' : 'malformed response'),
  );
  request.on('close', () => refused('connection closed'));
  request.end(encodeRequest(service));
}

function isOfHttp2(error: NodeJS.ErrnoException): boolean {
  return error.code?.startsWith('ERR_HTTP2') ?? false;
}

function authorityOf(address: Address, port: number): string {
  return address.family === 'ipv6' ? `[${address.text}]:${port}` : `${hostOf(address)}:${port}`;
}

function tlsOf({ tls, authority, verify }: GrpcCheck, address: Address): { readonly tls?: TlsTarget } {
  if (!tls) return {};
  const name = authority === undefined ? hostOf(address) : hostIn(authority);
  return { tls: { name, expected: { verify }, alpn: ['h2'] } };
}

/** The host of an authority, which may have a port. */
function hostIn(authority: string): string {
  if (isIP(authority)) return authority;
  return authority.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
