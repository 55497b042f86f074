import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { getSystemErrorMessage } from 'node:util';

/** Files in PEM format, as `--api-cert`, `--api-key` and `--api-client-ca` name them. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly clientCaFile: string | undefined;
}

/** What the API speaks TLS with; the files were whole, and fit each other. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  /** The authorities of client certificates; undefined: none is asked for. */
  readonly ca: string | undefined;
  /** When the certificate expires, in milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** The files cannot be used; one line for each mistake, with the flag, the file and what is wrong with it. */
export class TlsFileError extends Error {}

/** Reads the files and has OpenSSL look at them. Throws TlsFileError. */
export function readTls({ certFile, keyFile, clientCaFile }: TlsFiles): TlsMaterial {
  const faults: string[] = [];
  const cert = readPart({ flag: '--api-cert', file: certFile, parse: firstCertificate, faults });
  const key = readPart({ flag: '--api-key', file: keyFile, parse: privateKey, faults });
  const ca = clientCaFile === undefined ? undefined : readPart({ flag: '--api-client-ca', file: clientCaFile, parse: authorities, faults });
  if (cert && key && !cert.parsed.checkPrivateKey(key.parsed))
    faults.push(`--api-key: ${keyFile} is not the key of the certificate in ${certFile}`);
  if (!cert || !key || faults.length > 0) throw new TlsFileError(faults.join('\n'));
  const material = { cert: cert.text, key: key.text, ca: ca?.text };
  try {
    createSecureContext(material);
  } catch (error) {
    throw new TlsFileError(`--api-cert: ${certFile} cannot be used: ${(error as Error).message}`, { cause: error });
  }
  return { ...material, expiresAtMs: Date.parse(cert.parsed.validTo) };
}

/**
 * What to make an HTTPS server with. Client certificates are asked for where there are authorities, but wanted of agents alone, so that what
 * a connection came with is judged by `certificateRefusal`.
 */
export function tlsServerOptions({ cert, key, ca }: TlsMaterial) {
  return { cert, key, ...(ca !== undefined && { ca, requestCert: true, rejectUnauthorized: false }), handshakeTimeout: 10_000 };
}

/** Connections from now on see the new certificate; those that are there go on. */
export function renewTls(server: Server, { cert, key, ca }: TlsMaterial): void {
  if (server instanceof HttpsServer) server.setSecureContext({ cert, key, ...(ca !== undefined && { ca }) });
}

/** Why the client certificate of a connection will not do; undefined where it does. */
export function certificateRefusal(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket)) return 'a client certificate is needed, and so TLS';
  if (socket.authorized) return undefined;
  if (socket.getPeerX509Certificate() === undefined) return 'a client certificate is needed, of an authority that this server is told of';
  return `the client certificate is not of an authority that this server is told of, or not good for a client (${socket.authorizationError})`;
}

interface Part<T> {
  readonly flag: string;
  readonly file: string;
  /** Gives what the text holds, or what is wrong with it. */
  readonly parse: (text: string) => T | string;
  readonly faults: string[];
}

function readPart<T extends object>({ flag, file, parse, faults }: Part<T>): { text: string; parsed: T } | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    const parsed = parse(text);
    if (typeof parsed === 'object') return { text, parsed };
    faults.push(`${flag}: ${file} ${parsed}`);
  } catch (error) {
    const { errno, message } = error as NodeJS.ErrnoException;
    faults.push(`${flag}: ${file} cannot be read: ${errno === undefined ? message : getSystemErrorMessage(errno)}`);
  }
  return undefined;
}

const NO_CERTIFICATE = 'holds no certificate in PEM format (-----BEGIN CERTIFICATE-----)';

function firstCertificate(text: string): X509Certificate | string {
  const all = authorities(text);
  return typeof all === 'string' ? all : all[0]!;
}

function authorities(text: string): readonly X509Certificate[] | string {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g);
  if (blocks === null) return NO_CERTIFICATE;
  const all = blocks.map(certificate);
  const bad = all.indexOf(undefined);
  return bad < 0 ? all.filter(each => each !== undefined) : `has a certificate that is damaged, number ${bad + 1} in it`;
}

function certificate(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}

function privateKey(text: string): KeyObject | string {
  try {
    return createPrivateKey(text);
  } catch (error) {
    const encrypted = (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE' || text.includes('ENCRYPTED');
    return encrypted
      ? 'holds a key with a passphrase; expected one without'
      : 'holds no private key in PEM format (-----BEGIN PRIVATE KEY-----)';
  }
}
