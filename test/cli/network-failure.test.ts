import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type Client, createClient } from '../../src/cli/client.ts';
import { presentNetworkFailure } from '../../src/cli/network-failure.ts';
import { freePort } from '../support/free-port.ts';
import { directory } from './running.ts';

/** A server that does `then` with every connection once something has come; its address. */
async function peer(then: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => then(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function client(url: string, patienceMs?: number): Client {
  return createClient({ url, tokenFile: `${directory()}/none`, ca: undefined }, patienceMs);
}

/** What a reading call says of its failure. */
function failure(url: string, patienceMs?: number): Promise<string> {
  return client(url, patienceMs)
    .get(z.unknown(), '/v1/status')
    .then(
      () => 'no failure',
      (error: Error) => error.message,
    );
}

const CLOSED = /^what listens at http:\/\/127\S+ closed the connection in the middle: is it Meridian's API\? --api says where that is/;
const NOT_HTTP = /^what listens at http:\/\/127\S+ does not speak HTTP: --api says where Meridian has its API$/;

test.each<[name: string, then: (socket: Socket) => void, told: RegExp]>([
  ['closes', socket => socket.end(), CLOSED],
  ['resets', socket => socket.resetAndDestroy(), CLOSED],
  ['closes in the head', socket => socket.end('HTTP/1.1 200'), CLOSED],
  ['closes in the body', socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'), CLOSED],
  ['closes in a chunk', socket => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{'), CLOSED],
  ['resets in the body', socket => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{', () => socket.resetAndDestroy()), CLOSED],
  ['greets as SSH does', socket => socket.end('SSH-2.0-OpenSSH\r\n'), NOT_HTTP],
  ['writes chunks that are none', socket => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{'), NOT_HTTP],
  ['has a head without end', socket => socket.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}`), NOT_HTTP],
  ['compresses what it does not', socket => socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n{}'), NOT_HTTP],
])('a peer that %s is told of in words', async (_name, then, told) => {
  expect(await failure(`http://${await peer(then)}`)).toMatch(told);
});

test('one that never answers is given up', async () => {
  const url = `http://${await peer(() => {})}`;
  expect(await failure(url, 50)).toBe(
    `Meridian at ${url} did not answer within 0.05 s: it may hang or be busy, or a firewall drops the call`,
  );
});

test('one that does not listen, one without a name, one that nobody may call, one without TLS', async () => {
  const port = await freePort();
  expect(await failure(`http://127.0.0.1:${port}`)).toBe(
    `no Meridian answers at http://127.0.0.1:${port}: is it running? ./meridian serve starts it, --api says where it is`,
  );
  expect(await failure('http://no..host:8053')).toBe(
    'there is no host no..host, so that http://no..host:8053 cannot be called: is --api right?',
  );
  expect(await failure('http://127.0.0.1:6000')).toBe(
    'no HTTP client calls the port of http://127.0.0.1:6000: have the API listen on another, see serve --api',
  );
  const plain = await peer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  expect(await failure(`https://${plain}`)).toBe(
    `what listens at https://${plain} does not speak TLS: use http:// in --api, or have the server speak it, see serve --api-cert`,
  );
});

test.each([
  ['EAI_AGAIN', 'the address of gtm.example could not be looked up to call https://gtm.example: do the name servers of this machine work?'],
  ['EHOSTUNREACH', 'there is no way from here to https://gtm.example: is --api right, and the network up?'],
  ['ETIMEDOUT', 'nothing answers at https://gtm.example: is --api right, and is there a firewall between?'],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'the certificate of https://gtm.example is not trusted (what the system says): is --api right? --ca names a file with the authority to trust',
  ],
  ['EWHATEVER', 'the call to https://gtm.example failed (what the system says; more): is --api right?'],
])('what the system calls %s is told in words', (code, told) => {
  const error = new TypeError('fetch failed', { cause: Object.assign(new Error('what the system says; more'), { code }) });
  expect(presentNetworkFailure({ url: 'https://gtm.example', changes: false, patienceMs: 30_000 }, error)).toBe(told);
});

test('of a change that the server may have got it is told that nobody knows', async () => {
  const unknown = /\nwhether it was done is not known; .\/meridian status shows what is in force$/;
  const cut = client(`http://${await peer(socket => socket.end())}`);
  await expect(cut.send(z.unknown(), 'PATCH', '/v1/x', { weight: 1 })).rejects.toThrow(unknown);
  const nobody = client(`http://127.0.0.1:${await freePort()}`);
  await expect(nobody.send(z.unknown(), 'PATCH', '/v1/x', { weight: 1 })).rejects.not.toThrow(unknown);
});
