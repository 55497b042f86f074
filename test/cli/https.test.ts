import type { Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTls } from '../../src/api/tls.ts';
import { callHttps } from '../../src/cli/https-call.ts';
import { closedPort, tcpPeer } from '../support/tcp-peer.ts';
import { CERTIFICATES, readPem, servingTls } from '../support/tls-peer.ts';
import { meridian, serveForCli } from './running.ts';

const pem = (name: string) => join(CERTIFICATES, `${name}.pem`);
const FILES = { certFile: pem('trusted'), keyFile: pem('key'), clientCaFile: undefined };

async function serveTls(files = FILES) {
  const { url, ...served } = await serveForCli(undefined, { tls: readTls(files) });
  const call = (api: string, ...args: string[]) => meridian([...args, '--api', api], served.env);
  return { ...served, call, plain: url, url: url.replace('http:', 'https:') };
}

test('the authority of --ca is trusted, for reading and for changing', async () => {
  const { call, operations, url } = await serveTls();
  expect(await call(url, 'reload', '--ca', pem('authority'))).toEqual({ code: 0, out: 'reloaded; generation 2\n', err: '' });
  const changed = await call(url.replace('https://', ''), 'weight', 'example.com/web-hangzhou/a', '7', '--ca', pem('authority'));
  expect({ code: changed.code, weights: operations.intents }).toMatchObject({ code: 0, weights: [{ weight: 7 }] });
  expect((await call(url, 'explain', 'nowhere', '--ca', pem('authority'))).code).toBe(0);
});

test('a certificate of another authority is not taken, and no token goes out', async () => {
  const { call, url } = await serveTls();
  for (const more of [[], ['--ca', pem('self-signed')]]) {
    const { code, err } = await call(url, 'reload', ...more);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^error: the certificate of https:\/\/\S+ is not trusted \(.*\): is --api right\? --ca names a file with the authority to trust\n$/,
      ),
    });
  }
});

test('who calls without TLS is told that it may be wanted', async () => {
  const { call, plain } = await serveTls();
  const { code, err } = await call(plain, 'status');
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringMatching(/closed the connection .*; if it speaks TLS, use https:\/\/ in --api\n$/),
  });
});

test('one that does not speak TLS, one that cuts, one that is not there', async () => {
  await using plain = await tcpPeer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await using cuts = await tcpPeer(socket => socket.destroy());
  const at = (port: number) => meridian(['status', '--ca', pem('authority'), '--api', `127.0.0.1:${port}`, '--data', '/nowhere']);
  expect((await at(plain.port)).err).toMatch(/does not speak TLS: use http:\/\/ in --api/);
  expect((await at(cuts.port)).err).toMatch(/^error: what listens at https:\S+ closed the connection in the middle: .* may say why\n$/);
  expect((await at(await closedPort())).err).toMatch(/^error: no Meridian answers at https:/);
});

test.each<[what: string, end: (socket: Socket) => void, told: string]>([
  ['is cut off', socket => socket.destroy(), 'aborted'],
  ['never ends', () => {}, 'The operation was aborted due to timeout'],
])('an answer that %s is an error of the call alone', async (_what, end, told) => {
  await using peer = await tcpPeer(
    servingTls(socket => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{', () => end(socket)))),
  );
  const call = {
    method: 'GET',
    headers: {},
    ca: readPem('authority').toString(),
    signal: AbortSignal.timeout(told === 'aborted' ? 20_000 : 200),
  };
  await expect(callHttps(`https://127.0.0.1:${peer.port}/`, call)).rejects.toThrow(told);
});
