import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { Packet } from 'dns2';
import type { DnsCheck } from '../../src/model/monitor.ts';
import type { Check, CheckContext, CheckResult } from '../check.ts';
import { type Connection, throughConnection } from '../connection.ts';
import { asConnection } from '../datagrams.ts';
import { findIp, type IpAddress } from '../system-lookup.ts';
import { readAnswer } from './dns-answer.ts';
import { judgeAnswer } from './dns-judge.ts';
import { answersQuery, encodeQuery, isTruncated } from './dns-query.ts';

/** One question to one server, and what is done with its answer. */
interface Asking {
  readonly server: IpAddress & { readonly port: number };
  readonly query: Buffer;
  readonly context: CheckContext;
  /** Gets the first message that answers the question. */
  readonly judge: (message: Buffer) => CheckResult;
}

/**
 * Passes where the answer to one question has an expected RCODE and, if the monitor says so, expected records. Over UDP it is asked
 * once, without EDNS; an answer that is truncated is asked for again over TCP (RFC 7766 section 5).
 */
export const checkDns: Check<DnsCheck> = async (settings, address, context) => {
  const found = await findIp(address, context);
  if ('ok' in found) return found;
  const query = encodeQuery(settings, Packet.uuid());
  const judge = (message: Buffer) => judgeAnswer(readAnswer(message, query), settings);
  const asking = { server: { ...found, port: settings.port }, query, context, judge };
  return settings.transport === 'tcp' ? askOverTcp(asking) : askOverUdp(asking);
};

async function askOverUdp(asking: Asking): Promise<CheckResult> {
  const { query, context, judge } = asking;
  let truncated = false;
  const result = await throughConnection(context.deadline, conclude =>
    openUdp(asking, message => {
      // A stranger's guess, or an answer that came late to somebody else's question.
      if (!answersQuery(message, query)) return;
      context.phaseEnded('firstByteMs');
      truncated = isTruncated(message);
      conclude(truncated ? { ok: false, reason: 'truncated answer' } : judge(message));
    }),
  );
  return truncated ? askOverTcp(asking) : result;
}

/** The socket is connected, so that it gets nothing from others than the server, and hears that nobody listens there. */
function openUdp({ server, query }: Asking, onMessage: (message: Buffer) => void): Connection {
  const socket = createSocket(server.family === 4 ? 'udp4' : 'udp6', onMessage);
  socket.connect(server.port, server.ip, () => socket.send(query));
  return asConnection(socket);
}

function askOverTcp({ server, query, context, judge }: Asking): Promise<CheckResult> {
  return throughConnection(context.deadline, conclude => {
    const socket = connect({ host: server.ip, port: server.port }, () => {
      context.phaseEnded('connectMs');
      socket.write(framed(query));
    });
    socket.once('data', () => context.phaseEnded('firstByteMs'));
    Packet.readStream(socket).then(
      message => {
        context.phaseEnded('contentMs');
        conclude(answersQuery(message, query) ? judge(message) : { ok: false, reason: 'malformed response' });
      },
      // Errors of the socket are told by the socket itself; else it was closed before the answer was whole.
      () => socket.errored || conclude({ ok: false, reason: 'connection closed' }),
    );
    return socket;
  });
}

/** A message as it goes over TCP (RFC 1035 section 4.2.2). */
function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
