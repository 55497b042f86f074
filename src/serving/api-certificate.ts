import type { FastifyInstance } from 'fastify';
import { readTls, renewTls, TlsFileError, type TlsFiles, type TlsMaterial } from '../api/tls.ts';
import type { Clock } from '../lib/clock.ts';

export interface ApiCertificateOptions {
  readonly files: TlsFiles;
  readonly log: { info(line: string): void; warn(line: string): void; error(line: string): void };
  readonly clock: Clock;
}

const SOON_MS = 14 * 86_400_000;

/** What the API speaks TLS with: read at the start, and again when the operator says so. */
export class ApiCertificate {
  /** What the server begins with. */
  readonly first: TlsMaterial;
  /** When the certificate that is shown expires, in milliseconds since the epoch. */
  expiresAtMs: number;
  readonly #options: ApiCertificateOptions;

  /** Throws TlsFileError. */
  constructor(options: ApiCertificateOptions) {
    this.#options = options;
    this.first = readTls(options.files);
    this.expiresAtMs = this.first.expiresAtMs;
    this.#warn(this.first);
  }

  /** Reads the files again, for the connections from now on; with files that cannot be used, which the log tells, all goes on as it is. */
  renew({ server }: FastifyInstance): void {
    const { files, log } = this.#options;
    try {
      const material = readTls(files);
      renewTls(server, material);
      this.expiresAtMs = material.expiresAtMs;
      log.info(`the certificate of the API was read again from ${files.certFile}; it expires at ${presentTime(material)}`);
      this.#warn(material);
    } catch (error) {
      if (!(error instanceof TlsFileError)) throw error;
      log.error(`the API goes on with the certificate that it has: ${error.message.replaceAll('\n', '; ')}`);
    }
  }

  #warn(material: TlsMaterial): void {
    const { files, log, clock } = this.#options;
    const leftMs = material.expiresAtMs - clock.now();
    if (leftMs < SOON_MS)
      log.warn(`the certificate in ${files.certFile} ${leftMs > 0 ? 'expires' : 'expired'} at ${presentTime(material)}`);
  }
}

function presentTime({ expiresAtMs }: TlsMaterial): string {
  return new Date(expiresAtMs).toISOString();
}
