import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between two programs, as a TCP proxy on loopback, that a test disturbs. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Connections that came so far. */
  readonly accepted: number;
  /** From now on nothing goes through, in either direction, not even that one of the two has gone; connections are taken all the same. */
  stall(): void;
  /** Stalls as soon as this text would go to the far side; it is held with all that follows. Fulfils then. */
  stallAt(text: string): Promise<void>;
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

/** Starts one. Rejects where the port is taken. */
export async function startTcpProxy({ to, host = '127.0.0.1', port = 0, rewrite = octets => octets }: ProxySettings): Promise<TcpProxy> {
  const disturbed = new DisturbedWay(rewrite);
  const server = createServer(near => disturbed.take(near, () => connect(to)));
  await once(server.listen(port, host), 'listening');
  return Object.assign(disturbed, {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      disturbed.end();
      server.close();
      await once(server, 'close');
    },
  });
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Of the last request. */
  method: string;
  /** What is to go to the far side. */
  readonly held: Buffer[];
}

interface Awaited {
  readonly text: string;
  readonly done: () => void;
}

class DisturbedWay {
  accepted = 0;
  readonly #rewrite: (octets: Buffer) => Buffer;
  readonly #pairs = new Set<Pair>();
  /** Methods whose answers are to be swallowed. */
  readonly #swallows: Awaited[] = [];
  #stallsAt: Awaited | undefined;
  #stalled = false;
  #isCut = false;

  constructor(rewrite: (octets: Buffer) => Buffer) {
    this.#rewrite = rewrite;
  }

  take(near: Socket, open: () => Socket): void {
    this.accepted++;
    near.on('error', () => {});
    if (this.#isCut) {
      near.resetAndDestroy();
      return;
    }
    const pair: Pair = { near, far: open(), method: '', held: [] };
    this.#pairs.add(pair);
    pair.far.on('error', () => {});
    near.on('data', octets => this.#go(pair, octets));
    pair.far.on('data', octets => this.#comeBack(pair, octets));
    for (const socket of [near, pair.far]) socket.on('close', () => this.#leave(pair));
    if (this.#stalled) pause(pair);
  }

  stall(): void {
    this.#stalled = true;
    for (const pair of this.#pairs) pause(pair);
  }

  stallAt(text: string): Promise<void> {
    return new Promise(done => {
      this.#stallsAt = { text, done };
    });
  }

  resume(): void {
    this.#stalled = false;
    for (const pair of this.#pairs) {
      for (const octets of pair.held.splice(0)) pair.far.write(octets);
      if (pair.near.destroyed || pair.far.destroyed) this.#leave(pair);
      pair.near.resume();
      pair.far.resume();
    }
  }

  cut(): void {
    this.#isCut = true;
    for (const { near } of this.#pairs) near.resetAndDestroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  swallowAnswer(method: string): Promise<void> {
    return new Promise(done => this.#swallows.push({ text: method, done }));
  }

  end(): void {
    this.#stalled = false;
    for (const pair of this.#pairs) this.#leave(pair);
  }

  #go(pair: Pair, octets: Buffer): void {
    pair.method = /^([A-Z]+) \//.exec(octets.toString('latin1', 0, 16))?.[1] ?? pair.method;
    const stalls = this.#stallsAt;
    if (stalls && octets.includes(stalls.text)) {
      this.#stallsAt = undefined;
      this.stall();
      stalls.done();
    }
    if (this.#stalled) pair.held.push(octets);
    else pair.far.write(octets);
  }

  #comeBack({ near, method }: Pair, octets: Buffer): void {
    const swallow = this.#swallows.findIndex(({ text }) => text === method);
    if (swallow < 0) near.write(this.#rewrite(octets));
    else {
      near.resetAndDestroy();
      for (const { done } of this.#swallows.splice(swallow, 1)) done();
    }
  }

  #leave(pair: Pair): void {
    if (this.#stalled) return;
    this.#pairs.delete(pair);
    pair.near.destroy();
    pair.far.destroy();
  }
}

function pause({ near, far }: Pair): void {
  near.pause();
  far.pause();
}
