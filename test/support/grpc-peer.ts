import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition, status } from '@grpc/grpc-js';
import { type CertificateName, readPem } from './tls-peer.ts';

/** The service of grpc.health.v1 as far as it is asked for, with messages as octets. */
const HEALTH: ServiceDefinition = {
  check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: (octets: Buffer) => octets,
    requestDeserialize: (octets: Buffer) => octets,
    responseSerialize: (octets: Buffer) => octets,
    responseDeserialize: (octets: Buffer) => octets,
  },
};

/** What a server says: a serving status, by service, or a code of gRPC with its message. */
export type Told = ReadonlyMap<string, number> | { readonly code: status; readonly details: string };

/** A real gRPC server on loopback; `undefined` has no health service. */
export interface GrpcPeer extends AsyncDisposable {
  readonly port: number;
}

/** Starts one on a free port of 127.0.0.1; over TLS with a `certificate`. */
export async function grpcPeer(told: Told | undefined, certificate?: CertificateName): Promise<GrpcPeer> {
  const server = new Server();
  if (told) server.addService(HEALTH, { check: handlerOf(told) });
  const credentials = certificate
    ? ServerCredentials.createSsl(null, [{ private_key: readPem('key'), cert_chain: readPem(certificate) }])
    : ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port))),
  );
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.forceShutdown();
    },
  };
}

function handlerOf(told: Told): handleUnaryCall<Buffer, Buffer> {
  return ({ request }, reply) => {
    if ('code' in told) return reply(told);
    const serving = told.get(request.subarray(2).toString());
    if (serving === undefined) return reply({ code: status.NOT_FOUND, details: 'unknown service' });
    reply(null, serving === 0 ? Buffer.alloc(0) : Buffer.from([8, serving]));
  };
}

/** Answers calls on a connection: SERVING, unless `answer` says otherwise. */
export function servingHealth(socket: Socket, answer: (stream: ServerHttp2Stream) => void = serving): void {
  const server = createServer();
  server.on('stream', answer).on('sessionError', () => {});
  server.emit('connection', socket);
}

function serving(stream: ServerHttp2Stream): void {
  stream.on('error', () => {}).respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.from([0, 0, 0, 0, 2, 8, 1]));
}
