import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { controllerStandIn } from '../../support/controller-stand-in.ts';
import { readPem } from '../../support/tls-peer.ts';
import { agentScene, passing } from './agent-scene.ts';

const pem = (name: string): string => join(import.meta.dirname, `../../fixtures/certificates/${name}.pem`);

/** A proxy that forwards requests and makes tunnels, and what was asked of it. */
async function proxy() {
  const asked: string[] = [];
  const server = createServer((from, to) => {
    asked.push(`${from.method} ${from.url}`);
    const { method = 'GET', headers, url = '' } = from;
    const onward = request(url, { method, headers }, (answer: IncomingMessage) => {
      to.writeHead(answer.statusCode ?? 0, answer.headers);
      to.flushHeaders();
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    to.on('close', () => onward.destroy());
    from.pipe(onward);
  });
  server.on('connect', (from, socket) => {
    asked.push(`CONNECT ${from.url}`);
    const { hostname, port } = new URL(`http://${from.url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const secure = (more: object = {}) => ({
  listenWith: (listener: Parameters<typeof createServer>[1]) =>
    createSecureServer({ key: readPem('key'), cert: readPem('trusted'), ...more }, listener),
});

test('HTTP_PROXY is the way to a controller over http', async () => {
  await using controller = await controllerStandIn();
  const way = await proxy();
  const scene = agentScene(controller.url, { http: { proxy: { HTTP_PROXY: way.url } } });
  scene.start();
  (await controller.stream()).greet();
  (await passing(scene.clock, controller.report())).take();
  expect(way.asked[0]).toMatch(new RegExp(`^GET ${controller.url}/v1/fleet/fra1/stream`));
  expect(way.asked[1]).toBe(`POST ${controller.url}/v1/fleet/fra1/reports`);
});

test('NO_PROXY is respected', async () => {
  await using controller = await controllerStandIn();
  const way = await proxy();
  const scene = agentScene(controller.url, { http: { proxy: { HTTP_PROXY: way.url, no_proxy: '127.0.0.1' } } });
  scene.start();
  (await controller.stream()).greet();
  await scene.log.line(/^info connected/);
  expect(way.asked).toEqual([]);
});

test('HTTPS_PROXY is the way to a controller over https, and sees nothing of what is said', async () => {
  await using controller = await controllerStandIn(secure());
  const way = await proxy();
  const tls = { ca: pem('authority'), cert: undefined, key: undefined };
  const scene = agentScene(controller.url, { http: { tls, proxy: { HTTPS_PROXY: way.url } } });
  scene.start();
  (await controller.stream()).greet();
  (await passing(scene.clock, controller.report())).take();
  expect(new Set(way.asked)).toEqual(new Set([`CONNECT ${new URL(controller.url).host}`]));
});

test('a controller with a certificate of an unknown authority is not talked to', async () => {
  await using controller = await controllerStandIn(secure());
  const scene = agentScene(controller.url);
  scene.start();
  expect(await scene.log.line(/^warn no stream/)).toMatch(/: its certificate is not trusted: unable to verify/);
});

test('a client certificate is shown to a controller that wants one', async () => {
  await using controller = await controllerStandIn(secure({ ca: readPem('authority'), requestCert: true, rejectUnauthorized: true }));
  const tls = { ca: pem('authority'), cert: pem('authority'), key: pem('key') };
  const scene = agentScene(controller.url, { http: { tls } });
  scene.start();
  const stream = await controller.stream();
  expect((stream.request.socket as TLSSocket).authorized).toBe(true);
  stream.greet();
  (await passing(scene.clock, controller.report())).take();
});

test('without one, the controller breaks off', async () => {
  await using controller = await controllerStandIn(secure({ ca: readPem('authority'), requestCert: true, rejectUnauthorized: true }));
  const scene = agentScene(controller.url, { http: { tls: { ca: pem('authority'), cert: undefined, key: undefined } } });
  scene.start();
  expect(await scene.log.line(/^warn no stream/)).toMatch(/: TLS failed: .*certificate required;/);
});

test('a certificate file that is gone is told of as such', async () => {
  await using controller = await controllerStandIn(secure());
  const scene = agentScene(controller.url, { http: { tls: { ca: pem('gone'), cert: undefined, key: undefined } } });
  scene.start();
  expect(await scene.log.line(/^error/)).toMatch(/the file of --ca cannot be read: ENOENT/);
});
