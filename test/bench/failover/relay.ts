import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Heard } from './heard.ts';
import { readTold } from './message.ts';
import { listenOnBoth } from './two-transports.ts';

/** Stands between a cache and a name server, hands every message on as it is, and notes the answers. */
export interface Relay extends AsyncDisposable {
  readonly port: number;
  readonly heard: readonly Heard[];
}

/** It asks the server over UDP, also what it was asked over TCP: no answer of the bench is too long for that. */
export async function startRelay(serverPort: number): Promise<Relay> {
  const heard: Heard[] = [];
  const pending = new Map<number, { readonly id: number; readonly answer: (message: Uint8Array) => void }>();
  const behind = createSocket('udp4');
  behind.on('error', () => {});
  behind.on('message', message => {
    const asked = pending.get(message.readUInt16BE(0));
    if (!asked) return;
    pending.delete(message.readUInt16BE(0));
    const told = readTold(message);
    if (told.address !== 0) heard.push({ atMs: performance.now(), ...told });
    message.writeUInt16BE(asked.id, 0);
    asked.answer(message);
  });
  behind.connect(serverPort, '127.0.0.1');
  await once(behind, 'connect');
  let next = 0;
  const front = await listenOnBoth((query, answer) => {
    next = (next + 1) & 0xffff;
    pending.set(next, { id: query.readUInt16BE(0), answer });
    query.writeUInt16BE(next, 0);
    behind.send(query);
  });
  return {
    port: front.port,
    heard,
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      behind.close();
      await once(behind, 'close');
    },
  };
}
