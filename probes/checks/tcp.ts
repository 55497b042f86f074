import type { Socket } from 'node:net';
import type { TcpCheck } from '../../src/model/monitor.ts';
import type { Check, CheckContext, CheckResult } from '../check.ts';
import { throughConnection } from '../connection.ts';
import { searchOctets } from '../content-search.ts';
import { openStream } from '../stream.ts';

/** Passes as soon as a TCP connection stands; with `send`, when that is written; with `expect`, when the peer has sent it. */
export const checkTcp: Check<TcpCheck> = (settings, address, context) => {
  const { port, send, expect } = settings;
  return throughConnection(context.deadline, conclude => {
    const ready = (stream: Socket) => {
      const connected = () => conclude({ ok: true, reason: 'connected' });
      if (expect !== undefined) awaitOctets(stream, octetsOf(expect), context, conclude);
      if (send !== undefined) stream.write(octetsOf(send), error => void (error || expect !== undefined || connected()));
      else if (expect === undefined) connected();
    };
    return openStream({ address, port }, context, { ready, refused: reason => conclude({ ok: false, reason }) });
  });
};

function awaitOctets(stream: Socket, octets: Uint8Array, context: CheckContext, conclude: (result: CheckResult) => void): void {
  const search = searchOctets(octets);
  let any = false;
  stream.on('data', (chunk: Buffer) => {
    if (!any) context.phaseEnded('firstByteMs');
    any = true;
    const outcome = search.add(chunk);
    if (outcome === undefined) return;
    context.phaseEnded('contentMs');
    if (outcome === 'found') conclude({ ok: true, reason: 'expected text came' });
    else conclude({ ok: false, reason: 'expected text not in the first 64 KB' });
  });
  stream.on('end', () => conclude({ ok: false, reason: any ? 'closed without the expected text' : 'connection closed' }));
}

function octetsOf(binary: string): Uint8Array {
  return Buffer.from(binary, 'latin1');
}
