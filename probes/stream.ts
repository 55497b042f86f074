import { connect, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { checkServerIdentity, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { ExpectedCertificate } from '../src/model/monitor.ts';
import type { Address } from '../src/model/steering.ts';
import { certificateFault } from './certificate.ts';
import type { CheckContext } from './check.ts';
import { hostOf } from './connection.ts';
import { lookupHost } from './host-lookup.ts';

export interface StreamTarget {
  readonly address: Address;
  readonly port: number;
  /** Undefined: plain TCP. */
  readonly tls?: TlsTarget;
}

export interface TlsTarget {
  /** A host name, which is asked for (RFC 6066 section 3), or an address, which is not; the certificate must be for it. */
  readonly name: string;
  readonly expected: ExpectedCertificate;
  /** Protocols to offer (RFC 7301); what the peer makes of them is the caller's to judge. */
  readonly alpn: readonly string[];
}

interface StreamEnds {
  /** Octets may flow: with TLS, the peer is who it should be, and nothing was sent before. */
  ready(stream: Socket): void;
  /** The peer is there, but not as it should be. */
  refused(reason: string): void;
}

/** Opens a connection and tells its phases as they end. Errors are the socket's own; to close it is the caller's. */
export function openStream(target: StreamTarget, context: CheckContext, ends: StreamEnds): Socket {
  const { tls, port } = target;
  const to = { host: hostOf(target.address), port, lookup: lookupHost };
  const socket = tls ? openTls(tls, to, context, ends) : connect(to, () => ends.ready(socket));
  forgetOnceClosed(socket);
  return socket.prependOnceListener('connect', () => context.phaseEnded('connectMs')).once('lookup', () => context.phaseEnded('lookupMs'));
}

/**
 * Node's handle of a closed connection holds on to the socket until the old generation of the heap is collected. What listens to it, most
 * of a probe, need not wait for that: with a thousand probes a second it would fill 7 MB of that generation in each.
 */
function forgetOnceClosed(socket: Socket): void {
  socket.once('close', () => socket.removeAllListeners().on('error', ignore));
}

function ignore(): void {}

function openTls(tls: TlsTarget, to: TcpNetConnectOpts, context: CheckContext, ends: StreamEnds): TLSSocket {
  const socket = tlsConnect({
    ...to,
    servername: isIP(tls.name) ? '' : tls.name,
    ALPNProtocols: [...tls.alpn],
    checkServerIdentity: (_host, certificate) => checkServerIdentity(tls.name, certificate),
    // Judged below, in words of our own and by the clock handed in.
    rejectUnauthorized: false,
  });
  return socket.once('secureConnect', () => {
    context.phaseEnded('tlsMs');
    const fault = certificateFault(socket, tls.expected, tls.name, context.clock.now());
    if (fault === undefined) ends.ready(socket);
    else ends.refused(fault);
  });
}
