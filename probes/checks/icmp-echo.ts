/** Octets of an echo message before its data: type, code, checksum, identifier and sequence number. */
const HEADER_SIZE = 8;

/** The number of a request; each socket sends one alone. */
const SEQUENCE = 1;

/** ICMP types (RFC 792, RFC 4443 section 4). */
const TYPES = { 4: { request: 8, reply: 0 }, 6: { request: 128, reply: 129 } } as const;

/** An echo request that carries `data`. A ping socket fills in its identifier and the checksum. */
export function echoRequest(family: 4 | 6, data: Uint8Array): Buffer {
  const request = Buffer.alloc(HEADER_SIZE + data.length);
  request[0] = TYPES[family].request;
  request.writeUInt16BE(SEQUENCE, 6);
  request.set(data, HEADER_SIZE);
  return request;
}

/** Whether a message is the reply to this request: type, sequence number and data. */
export function isReplyTo(message: Buffer, request: Buffer): boolean {
  const { reply } = request[0] === TYPES[4].request ? TYPES[4] : TYPES[6];
  return (
    message.length === request.length &&
    message[0] === reply &&
    message[1] === 0 &&
    message.readUInt16BE(6) === SEQUENCE &&
    message.subarray(HEADER_SIZE).equals(request.subarray(HEADER_SIZE))
  );
}
