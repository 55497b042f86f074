import { fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { ApiListenError, listen } from '../../src/api/listen.ts';

function server() {
  const app = fastify();
  onTestFinished(() => app.close());
  return app;
}

test('port 0 gives the port that the system chose', async () => {
  const bound = await listen(server(), { address: '127.0.0.1', port: 0 });
  expect(bound.address).toBe('127.0.0.1');
  expect(bound.port).toBeGreaterThan(0);
});

test('a port that is taken is told in one line', async () => {
  const { port } = await listen(server(), { address: '127.0.0.1', port: 0 });
  await expect(listen(server(), { address: '127.0.0.1', port })).rejects.toThrow(
    new ApiListenError(`cannot serve the API on 127.0.0.1:${port}: another process listens there; choose another with --api ADDR:PORT`),
  );
});

test('an address that the machine does not have is told in one line', async () => {
  await expect(listen(server(), { address: '192.0.2.1', port: 0 })).rejects.toThrow(
    'cannot serve the API on 192.0.2.1:0: this machine has no such address',
  );
});
