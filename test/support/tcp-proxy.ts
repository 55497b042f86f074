import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between two programs, as a TCP proxy on loopback, that a test disturbs. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Connections that came so far. */
  readonly accepted: number;
  /** From now on nothing goes through, in either direction, not even that one of the two has gone; connections are taken all the same. */
  stall(): void;
  /** Lets everything through again, what waited first. */
  resume(): void;
  /** Resets every connection, and those that come. */
  cut(): void;
  /** Takes connections again. */
  mend(): void;
  /** The next answer to a request of this method never arrives: its connection is reset instead. Fulfils then. */
  swallowAnswer(method: string): Promise<void>;
}

export interface ProxySettings {
  readonly to: { readonly host: string; readonly port: number };
  /** Default: 127.0.0.1, and a free one. */
  readonly host?: string;
  readonly port?: number;
  /** What becomes of octets that come back; as many as there were. */
  readonly rewrite?: (octets: Buffer) => Buffer;
}

/** Starts one. Throws where the port is taken. */
export async function startTcpProxy({ to, host = '127.0.0.1', port = 0, rewrite = octets => octets }: ProxySettings): Promise<TcpProxy> {
  const pairs = new Set<readonly [near: Socket, far: Socket]>();
  const swallows: { readonly method: string; readonly done: () => void }[] = [];
  let [stalled, isCut, accepted] = [false, false, 0];

  const leave = (pair: readonly [Socket, Socket]) => {
    if (stalled) return;
    pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  };
  const server = createServer(near => {
    accepted++;
    near.on('error', () => {});
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(to);
    const pair = [near, far] as const;
    pairs.add(pair);
    let method = '';
    near.on('data', octets => {
      method = /^([A-Z]+) \//.exec(octets.toString('latin1', 0, 16))?.[1] ?? method;
      far.write(octets);
    });
    far
      .on('error', () => {})
      .on('data', octets => {
        const swallow = swallows.findIndex(each => each.method === method);
        if (swallow < 0) near.write(rewrite(octets));
        else {
          near.resetAndDestroy();
          for (const { done } of swallows.splice(swallow, 1)) done();
        }
      });
    for (const socket of pair) socket.on('close', () => leave(pair));
    if (stalled) for (const socket of pair) socket.pause();
  });
  await once(server.listen(port, host), 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    stall() {
      stalled = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    resume() {
      stalled = false;
      for (const pair of pairs) {
        if (pair.some(({ destroyed }) => destroyed)) leave(pair);
        else for (const socket of pair) socket.resume();
      }
    },
    cut() {
      isCut = true;
      for (const [near] of pairs) near.resetAndDestroy();
    },
    mend() {
      isCut = false;
    },
    swallowAnswer: method => new Promise(done => swallows.push({ method, done })),
    async [Symbol.asyncDispose]() {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
