import type { Socket } from 'node:net';

const LENGTH = 2;

/** Calls back with each DNS message that comes over a TCP connection, without its two octets of length (RFC 1035 section 4.2.2). */
export function eachMessage(socket: Socket, take: (message: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', piece => {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= LENGTH && rest.length >= LENGTH + rest.readUInt16BE(0)) {
      const end = LENGTH + rest.readUInt16BE(0);
      take(rest.subarray(LENGTH, end));
      rest = rest.subarray(end);
    }
  });
}

/** A message as it goes over TCP. */
export function framed(message: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(message.length >> 8, message.length & 255), message]);
}
