import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, getCACertificates, setDefaultCACertificates, TLSSocket, type TLSSocketOptions } from 'node:tls';

/** Where they are. */
export const CERTIFICATES = join(import.meta.dirname, '../fixtures/certificates');

/** The certificates of test/fixtures/certificates, where `make` says what each one is. */
export type CertificateName = 'trusted' | 'expired' | 'future' | 'self-signed' | 'client';

/** The octets of a file of that directory. */
export const readPem = (name: CertificateName | 'key' | 'authority'): Buffer => readFileSync(join(CERTIFICATES, `${name}.pem`));

/** Makes the authority that signed the certificates known to this process, for good. */
export function trustTestAuthority(): void {
  setDefaultCACertificates([...getCACertificates('default'), readPem('authority').toString()]);
}

interface TlsFacts extends Pick<TLSSocketOptions, 'SNICallback' | 'ALPNProtocols'> {
  readonly certificate?: CertificateName;
}

/** Speaks TLS on a connection that a peer accepted, and lets `serve` see what is in it. A client that breaks off is nobody's error. */
export function servingTls(
  serve: (socket: Socket) => void,
  { certificate = 'trusted', ...facts }: TlsFacts = {},
): (socket: Socket) => void {
  const secureContext = createSecureContext({ key: readPem('key'), cert: readPem(certificate) });
  return socket => {
    const secure = new TLSSocket(socket, { isServer: true, secureContext, ...facts });
    secure.on('error', () => socket.destroy());
    serve(secure);
    secure.resume();
  };
}
