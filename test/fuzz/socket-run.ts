import { type Responder, startResponder, type UdpChoice } from '../../src/responder/responder.ts';
import { everythingTable } from './everything.ts';
import { FuzzFailure, type Tally } from './target.ts';

/** Feeds a running responder over its sockets with the packets of `seed`, `seed + 1` and so on until `ended`. */
export type SocketFuzz = (responder: Responder, seed: number, ended: () => boolean, counts: Tally) => Promise<void>;

export interface SocketTarget {
  readonly name: string;
  readonly fuzz: SocketFuzz;
  readonly udp?: UdpChoice;
}

/** One packet that broke a rule on its way over a socket. */
export class PacketFailure extends Error {
  readonly seed: number;
  readonly packet: Uint8Array;

  constructor(seed: number, packet: Uint8Array, message: string, cause?: unknown) {
    super(message, { cause });
    this.seed = seed;
    this.packet = packet;
  }
}

/** Runs it over a responder with two workers for so many seconds, and gives what it saw. Throws FuzzFailure. */
export async function runOverSockets({ name, fuzz, udp = 'auto' }: SocketTarget, seed: number, seconds: number): Promise<Tally> {
  const counts: Tally = new Map();
  const faults: Error[] = [];
  await using responder = await startResponder({
    listen: [
      { address: '127.0.0.1', port: 0, optional: false },
      { address: '::1', port: 0, optional: true },
    ],
    workers: 2,
    udp,
    table: await everythingTable(),
    identity: { version: 'fuzz', serverId: 'fuzz.example.net' },
    onWarning: () => {},
    onFault: error => faults.push(error),
  });
  const endMs = performance.now() + 1000 * seconds;
  try {
    await fuzz(responder, seed, () => performance.now() >= endMs || faults.length > 0, counts);
    if (faults.length > 0) throw new PacketFailure(seed, new Uint8Array(0), `a fault: ${faults[0]!.message}`, faults[0]);
    checkCounters(responder);
  } catch (error) {
    if (!(error instanceof PacketFailure)) throw error;
    const repeat = `npm run fuzz -- --target ${name} --seed ${error.seed}`;
    throw new FuzzFailure(`${name}: ${error.message}\n  repeat: ${repeat}\n  input: ${Buffer.from(error.packet).toString('hex')}`, {
      cause: error,
    });
  }
  return counts;
}

/** Every query is one that was answered or one that was dropped. */
function checkCounters(responder: Responder): void {
  const { queries, answers, dropped, faults, sendErrors } = responder.counters();
  const sum = (list: readonly { readonly value: number }[]) => list.reduce((total, { value }) => total + value, 0);
  if (sum(queries) !== sum(answers) + dropped || faults + sendErrors > 0)
    throw new FuzzFailure(`counters do not add up: ${JSON.stringify(responder.counters())}`);
}
