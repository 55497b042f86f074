import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FleetAccess } from '../../src/api/fleet-access.ts';
import { readTls, renewTls, TlsFileError, type TlsFiles } from '../../src/api/tls.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { callTls } from '../support/call-tls.ts';
import { CERTIFICATES, type CertificateName, readPem } from '../support/tls-peer.ts';
import { serveApi, TOKEN } from './serving.ts';

const pem = (name: string) => join(CERTIFICATES, `${name}.pem`);
const FILES = { certFile: pem('trusted'), keyFile: pem('key'), clientCaFile: undefined };
const WITH_CLIENTS = { ...FILES, clientCaFile: pem('authority') };
const headers = { authorization: `Bearer ${TOKEN}` };

async function serveTls(files: TlsFiles) {
  const fleet: FleetAccess = {
    vantages: () => [],
    open: () => ({ kind: 'taken' }),
    report: () => ({ kind: 'taken', answer: { taken: 1 } }),
    maxReportBytes: 1000,
  };
  const served = await serveApi(undefined, { tls: readTls(files), fleet });
  return { ...served, url: served.url.replace('http:', 'https:') };
}

test('the API speaks TLS, and nothing else on its port', async () => {
  const { url } = await serveTls(FILES);
  expect(await callTls(`${url}/v1/status`, { headers })).toMatchObject({ status: 200, subject: 'CN=www.example.com' });
  await expect(fetch(url.replace('https:', 'http:'))).rejects.toThrow();
});

test('a new certificate is seen by the connections that come then', async () => {
  const { app, url } = await serveTls(FILES);
  expect((await callTls(`${url}/healthz`)).validTo).toMatch(/2120 GMT$/);
  renewTls(app.server, readTls({ ...FILES, certFile: pem('expired') }));
  expect((await callTls(`${url}/healthz`, { rejectUnauthorized: false })).validTo).toMatch(/2020 GMT$/);
});

describe('client certificates', () => {
  const certificate = (name: CertificateName) => ({ cert: readPem(name), key: readPem('key') });
  const report = (url: string, options: object) =>
    callTls(
      `${url}/v1/fleet/beijing/reports`,
      { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, ...options },
      '{}',
    );

  test('an agent must show one, of the right authority and for a client', async () => {
    const { app, url } = await serveTls(WITH_CLIENTS);
    const why = async (options: object) => ((await report(url, options)).json as { detail?: string }).detail;
    expect(await why({})).toBe('a client certificate is needed, of an authority that this server is told of');
    const WRONG = 'the client certificate is not of an authority that this server is told of, or not good for a client';
    expect(await why(certificate('trusted'))).toBe(`${WRONG} (INVALID_PURPOSE)`);
    expect(await report(url, certificate('client'))).toMatchObject({ status: 200, json: { taken: 1 } });
    renewTls(app.server, readTls(WITH_CLIENTS));
    expect(await report(url, certificate('client'))).toMatchObject({ status: 200 });
    expect((await report(url, {})).status).toBe(403);
  });

  test('that of another authority will not do', async () => {
    const { url } = await serveTls({ ...FILES, clientCaFile: pem('self-signed') });
    expect(await report(url, certificate('client'))).toMatchObject({
      status: 403,
      json: { detail: expect.stringMatching(/not of an authority .* \(SELF_SIGNED_CERT_IN_CHAIN\)/) },
    });
  });

  test('it is no token', async () => {
    const { url } = await serveTls(WITH_CLIENTS);
    expect((await report(url, { ...certificate('client'), headers: { 'content-type': 'application/json' } })).status).toBe(401);
  });

  test('others may come without', async () => {
    const { url } = await serveTls(WITH_CLIENTS);
    for (const path of ['status', 'fleet', 'tokens']) expect((await callTls(`${url}/v1/${path}`, { headers })).status).toBe(200);
  });

  test('no one needs one where there are no authorities for them', async () => {
    const { url } = await serveTls(FILES);
    expect((await report(url, {})).status).toBe(200);
  });
});

test('a connection that never says a word of TLS does not hold up the end', async () => {
  const { app, clock, url } = await serveTls(FILES);
  const accepted = once(app.server, 'connection');
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
  await accepted;
  const cut = once(socket, 'close');
  const closed = app.close();
  while (clock.pending === 0 || app.server.listening) await clock.advanceSettled(0);
  clock.advance(1000);
  await Promise.all([cut, closed]);
});

describe('files that cannot be used', () => {
  const NO_CERTIFICATE = 'holds no certificate in PEM format (-----BEGIN CERTIFICATE-----)';
  const damaged = readPem('client')
    .toString()
    .replace(/\n(.{20}).*\n/, '\n$1\n');
  const written = (text: string) => {
    const file = join(dataDirectory(), 'file.pem');
    writeFileSync(file, text);
    return file;
  };

  const newKey = (more: object) =>
    generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      .privateKey.export({ type: 'pkcs8', format: 'pem', ...more })
      .toString();

  test.each<[what: string, files: () => Partial<TlsFiles>, lines: (files: TlsFiles) => string[]]>([
    ['not there', () => ({ certFile: 'no/such.pem' }), () => ['--api-cert: no/such.pem cannot be read: no such file or directory']],
    ['a directory', () => ({ keyFile: '/' }), () => ['--api-key: / cannot be read: illegal operation on a directory']],
    ['a key for a certificate', () => ({ certFile: pem('key') }), ({ certFile }) => [`--api-cert: ${certFile} ${NO_CERTIFICATE}`]],
    [
      'a certificate for a key',
      () => ({ keyFile: pem('trusted') }),
      ({ keyFile }) => [`--api-key: ${keyFile} holds no private key in PEM format (-----BEGIN PRIVATE KEY-----)`],
    ],
    [
      'a key of another certificate',
      () => ({ keyFile: written(newKey({})) }),
      ({ certFile, keyFile }) => [`--api-key: ${keyFile} is not the key of the certificate in ${certFile}`],
    ],
    [
      'a key with a passphrase',
      () => ({ keyFile: written(newKey({ cipher: 'aes-256-cbc', passphrase: 'x' })) }),
      ({ keyFile }) => [`--api-key: ${keyFile} holds a key with a passphrase; expected one without`],
    ],
    [
      'damage in the second authority',
      () => ({ clientCaFile: written(`${readPem('authority')}\n${damaged}`) }),
      ({ clientCaFile }) => [`--api-client-ca: ${clientCaFile} has a certificate that is damaged, number 2 in it`],
    ],
    [
      'all of it',
      () => ({ certFile: written(''), keyFile: 'no/key', clientCaFile: 'no/ca' }),
      ({ certFile }) => [
        `--api-cert: ${certFile} ${NO_CERTIFICATE}`,
        '--api-key: no/key cannot be read: no such file or directory',
        '--api-client-ca: no/ca cannot be read: no such file or directory',
      ],
    ],
  ])('%s', (_what, bad, lines) => {
    const files = { ...FILES, ...bad() };
    expect(() => readTls(files)).toThrow(new TlsFileError(lines(files).join('\n')));
  });
});
