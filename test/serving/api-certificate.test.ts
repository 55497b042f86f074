import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ApiCertificate } from '../../src/serving/api-certificate.ts';
import { serveApi } from '../api/serving.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { callTls } from '../support/call-tls.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { CERTIFICATES, type CertificateName } from '../support/tls-peer.ts';

const from = (name: string) => join(CERTIFICATES, `${name}.pem`);

async function home(first: CertificateName) {
  const lines: string[] = [];
  const note = (level: string) => (line: string) => void lines.push(`${level}: ${line}`);
  const certFile = join(dataDirectory(), 'cert.pem');
  const put = (name: CertificateName) => copyFileSync(from(name), certFile);
  put(first);
  const certificate = new ApiCertificate({
    files: { certFile, keyFile: from('key'), clientCaFile: undefined },
    log: { info: note('info'), warn: note('warn'), error: note('error') },
    clock: fakeClock(),
  });
  const { app, url } = await serveApi(undefined, { tls: certificate.first });
  const served = async () => (await callTls(`${url.replace('http:', 'https:')}/healthz`, { rejectUnauthorized: false })).validTo;
  return { certFile, lines, put, renew: () => certificate.renew(app), served };
}

test('a renewed certificate is served without a restart', async () => {
  const { certFile, lines, put, renew, served } = await home('expired');
  expect(await served()).toBe('Feb  1 00:00:00 2020 GMT');
  put('trusted');
  renew();
  expect(await served()).toBe('Jan  1 00:00:00 2120 GMT');
  expect(lines).toEqual([
    `warn: the certificate in ${certFile} expired at 2020-02-01T00:00:00.000Z`,
    `info: the certificate of the API was read again from ${certFile}; it expires at 2120-01-01T00:00:00.000Z`,
  ]);
});

test('files that cannot be used change nothing, and are told of', async () => {
  const { certFile, lines, renew, served } = await home('trusted');
  writeFileSync(certFile, 'half a fi');
  renew();
  expect(await served()).toBe('Jan  1 00:00:00 2120 GMT');
  expect(lines).toEqual([
    `error: the API goes on with the certificate that it has: --api-cert: ${certFile} holds no certificate in PEM format (-----BEGIN CERTIFICATE-----)`,
  ]);
});
