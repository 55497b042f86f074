import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { directory, meridian, serveForCli } from './running.ts';

async function serveOther(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('no server: the error says how to start one, whether there is a token or not', async () => {
  const port = await freePort();
  const err = `error: no Meridian answers at http://127.0.0.1:${port}: is it running? ./meridian serve starts it, --api says where it is\n`;
  expect(await meridian(['status', '--api', `127.0.0.1:${port}`, '--data', directory()])).toEqual({ code: 1, out: '', err });
  expect(await meridian(['reload', '--api', `http://127.0.0.1:${port}/`, '--data', directory({ 'admin.token': 'x' })])).toEqual({
    code: 1,
    out: '',
    err,
  });
});

test('no token: the error says where one is looked for', async () => {
  const { url } = await serveForCli();
  const data = directory({ empty: '\n' });
  expect((await meridian(['status', '--api', url, '--data', data])).err).toBe(
    `error: Meridian at ${url} wants a token: ${join(data, 'admin.token')} does not exist; the server writes it at its first start, see --data and --token-file\n`,
  );
  expect((await meridian(['status', '--api', url, '--token-file', join(data, 'empty')])).err).toBe(
    `error: Meridian at ${url} wants a token: ${join(data, 'empty')} has no token in it\n`,
  );
});

test('a token that the server does not know', async () => {
  const { url } = await serveForCli();
  const file = join(directory({ token: 'another' }), 'token');
  const { code, err } = await meridian(['status'], { MERIDIAN_API: url, MERIDIAN_TOKEN_FILE: file });
  expect(code).toBe(1);
  expect(err).toBe(`error: Meridian at ${url} refuses the token of ${file}: this token is not known here; see --data and --token-file\n`);
});

test.each<[name: string, listener: RequestListener]>([
  ['a page', (_request, response) => response.end('<h1>hello</h1>')],
  ['other JSON', (_request, response) => response.setHeader('content-type', 'application/json').end('{"hello":1}')],
  ['a redirect', (_request, response) => response.writeHead(302, { location: '/' }).end()],
  ['an error of its own', (_request, response) => response.writeHead(500).end('oops')],
])('what answers with %s is no Meridian', async (_name, listener) => {
  const at = await serveOther(listener);
  const { code, err } = await meridian(['status', '--api', at, '--data', directory()]);
  expect(code).toBe(1);
  expect(err).toMatch(/^error: what answers at http:\/\/127\.0\.0\.1:\d+ is no Meridian of this version \(status \d+\)\n$/);
});

test('a connection that is cut is told in one line; the stack comes only for debugging', async () => {
  const at = await serveOther((_request, response) => response.destroy());
  const args = ['status', '--api', at, '--data', directory()];
  expect((await meridian(args)).err).toMatch(/^error: what listens at http:\/\/\S+ closed the connection .*\n$/);
  expect((await meridian(args, { MERIDIAN_LOG_LEVEL: 'debug' })).err).toMatch(/^error: .*\n(.*\n)* {4}at /);
});

test('a server that listens everywhere is called at loopback', async () => {
  const { url, data } = await serveForCli();
  expect(await meridian(['status', '--api', `0.0.0.0:${new URL(url).port}`, '--data', data])).toMatchObject({ code: 0, err: '' });
});
