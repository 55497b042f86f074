/**
 * The endpoints of the bench, at every loopback address: HTTP servers, and one that accepts and never answers. Prints their ports; at the
 * first line of its input the HTTP servers close, so that connections are refused.
 */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { SitePorts } from './plan.ts';

const HTTP_SERVERS = 4;
const BACKLOG = 4096;

async function listen(server: Server): Promise<number> {
  server.listen({ port: 0, host: '0.0.0.0', backlog: BACKLOG });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const http = Array.from({ length: HTTP_SERVERS }, () =>
  createHttpServer((_request, response) => void response.setHeader('connection', 'close').end('ok\n')),
);
const silent = createServer(socket => void socket.on('error', () => {}).resume());
const ports: SitePorts = { http: await Promise.all(http.map(listen)), silent: await listen(silent) };
console.log(JSON.stringify(ports));

process.stdin.once('data', () => {
  for (const server of http) {
    server.close();
    server.closeAllConnections();
  }
});
process.stdin.once('end', () => process.exit());
