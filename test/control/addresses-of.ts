import type { AnswerSource } from '../../src/answer/source.ts';
import { labelsToWire, parseLabels } from '../../src/lib/dns-name.ts';
import { RR_TYPE } from '../../src/lib/rr-type.ts';
import { clientOf, emptyReply } from '../answer/serve.ts';
import { WireReader } from '../answer/wire-reader.ts';

/** The IPv4 addresses that a look-up answers to `client`, in order. */
export function addressesOf(source: AnswerSource, name: string, client = '203.0.113.9'): string[] {
  const wire = labelsToWire(parseLabels(name));
  const at = 12 + wire.length + 4;
  const message = new Uint8Array(1232);
  message.set(wire, 12);
  const question = { message: message.slice(0, at), nameAt: 12, nameLength: wire.length, type: RR_TYPE.A };
  const reply = emptyReply();
  source.resolve(question, clientOf(client), reply, message, at, message.length);
  const reader = new WireReader(Buffer.from(message.subarray(0, reply.end)), 12);
  reader.name(false);
  reader.at = at;
  const lines = Array.from({ length: reply.answers }, () => reader.record());
  return lines.map(line => line.split(' ').at(-1)!).sort();
}
