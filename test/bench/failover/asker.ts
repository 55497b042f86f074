import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { questionFor, readTold, type Told } from './message.ts';

/** Asks one name server for one name, as often as it is told to, over one socket. */
export interface Asker extends AsyncDisposable {
  /** Asks once; `hear` gets undefined where no answer comes in time. */
  ask(hear: (told: Told | undefined) => void): void;
}

interface Pending {
  readonly hear: (told: Told | undefined) => void;
  readonly late: NodeJS.Timeout;
}

const ANSWERS_IN_MS = 1000;

export async function startAsker(port: number, name: string): Promise<Asker> {
  const question = questionFor(name);
  const pending = new Map<number, Pending>();
  const socket = createSocket('udp4');
  const conclude = (id: number, told: Told | undefined): void => {
    const asked = pending.get(id);
    pending.delete(id);
    clearTimeout(asked?.late);
    asked?.hear(told);
  };
  socket.on('message', message => conclude(message.readUInt16BE(0), readTold(message)));
  // Nobody may listen there for a moment: that question has no answer.
  socket.on('error', () => {});
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let id = 0;
  return {
    ask(hear) {
      do id = (id + 1) & 0xffff;
      while (pending.has(id));
      const asked = id;
      pending.set(asked, { hear, late: setTimeout(() => conclude(asked, undefined), ANSWERS_IN_MS) });
      const query = Buffer.from(question);
      query.writeUInt16BE(asked, 0);
      socket.send(query);
    },
    async [Symbol.asyncDispose]() {
      for (const { late } of pending.values()) clearTimeout(late);
      pending.clear();
      socket.close();
      await once(socket, 'close');
    },
  };
}
