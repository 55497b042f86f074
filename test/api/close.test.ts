import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { serveApi } from './serving.ts';

const PATH = '/v1/zones/example.com/pools/web-hangzhou/endpoints/a';

test('a connection that never ends its request is cut a second after the server began to close', async () => {
  const { app, clock, url } = await serveApi();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const accepted = once(app.server, 'connection');
  await Promise.all([once(socket, 'connect'), accepted]);
  socket.write('PATCH /v1/status HTTP/1.1\r\nhost: x\r\n');
  const [received] = (await accepted) as [NodeJS.ReadableStream];
  await once(received, 'data').catch(() => undefined);
  socket.on('error', () => undefined);
  const cut = once(socket, 'close');
  const closed = app.close();
  while (clock.pending === 0 || app.server.listening) await clock.advanceSettled(0);
  await clock.advanceSettled(999);
  expect(await promisify(app.server.getConnections.bind(app.server))()).toBe(1);
  clock.advance(1);
  await Promise.all([cut, closed]);
});

test('a change under way when the server begins to close is answered', async () => {
  const { app, call, operations } = await serveApi();
  const changing = Promise.withResolvers<void>();
  const change = operations.change.bind(operations);
  let closed: Promise<void> | undefined;
  operations.change = async intents => {
    closed = app.close();
    changing.resolve();
    return change(intents);
  };
  const answer = call('PATCH', PATH, { weight: 1 });
  await changing.promise;
  expect((await answer).status).toBe(200);
  await closed;
  expect(operations.intents).toHaveLength(1);
});
