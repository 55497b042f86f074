import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { SocketAddress } from '../../lib/socket-address.ts';
import { readUint16 } from '../../lib/wire-name.ts';
import { NoAnswer } from './no-answer.ts';
import { uint16 } from './write-message.ts';

/** Messages to and from one name server over TCP, each behind its length (RFC 1035 section 4.2.2). */
export interface DnsConnection extends Disposable {
  send(message: Uint8Array): void;
  /** The next message that comes. Throws NoAnswer where none will, and what the signal is aborted with. */
  next(): Promise<Uint8Array>;
}

/** Connects. Throws NoAnswer, or what `signal` is aborted with. The signal ends the connection whenever it is aborted. */
export async function openConnection(at: SocketAddress, signal: AbortSignal): Promise<DnsConnection> {
  signal.throwIfAborted();
  const socket = connect({ host: at.address, port: at.port, noDelay: true, signal });
  // An error is found by whoever waits next; the socket emits it to nobody else.
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw new NoAnswer(at, `takes no connection (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`, error);
  }
  const messages = messagesOf(socket);
  return {
    send: message => void socket.write(Buffer.concat([uint16(message.length), message])),
    async next() {
      const found = await messages.next().catch((error: unknown) => {
        signal.throwIfAborted();
        throw new NoAnswer(at, 'broke the connection off', error);
      });
      signal.throwIfAborted();
      if (found.done) throw new NoAnswer(at, 'closed the connection without an answer');
      return found.value;
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

async function* messagesOf(socket: Socket): AsyncGenerator<Uint8Array, undefined> {
  let pending = Buffer.alloc(0);
  for await (const piece of socket as AsyncIterable<Buffer>) {
    pending = Buffer.concat([pending, piece]);
    while (pending.length >= 2 && pending.length >= 2 + readUint16(pending, 0)) {
      const end = 2 + readUint16(pending, 0);
      yield pending.subarray(2, end);
      pending = pending.subarray(end);
    }
  }
  return undefined;
}
