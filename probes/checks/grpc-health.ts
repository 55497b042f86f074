/** The two messages of grpc.health.v1 (https://github.com/grpc/grpc/blob/master/doc/health-checking.md), framed as gRPC has them. */

export const HEALTH_CHECK_PATH = '/grpc.health.v1.Health/Check';

const SERVING_STATUS = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

/** Octets before a message: whether it is compressed, and its length. */
const FRAME_SIZE = 5;

/** Field 1 of HealthCheckRequest, a string, and of HealthCheckResponse, an enumeration: number and wire type. */
const SERVICE = 0x0a;
const STATUS = 0x08;

/** A HealthCheckRequest in its frame. */
export function encodeRequest(service: string): Buffer {
  const name = Buffer.from(service);
  const message = service === '' ? name : Buffer.concat([Buffer.from([SERVICE, ...varint(name.length)]), name]);
  const frame = Buffer.alloc(FRAME_SIZE);
  frame.writeUInt32BE(message.length, 1);
  return Buffer.concat([frame, message]);
}

/** The status of a HealthCheckResponse in its frame, such as `SERVING`; undefined where the octets are none. */
export function decodeResponse(octets: Buffer): string | undefined {
  if (octets.length < FRAME_SIZE || octets[0] !== 0 || octets.readUInt32BE(1) !== octets.length - FRAME_SIZE) return undefined;
  const status = readStatus(octets.subarray(FRAME_SIZE));
  return status === undefined ? undefined : (SERVING_STATUS[status] ?? `STATUS${status}`);
}

/** 0 where the field is left out, as proto3 has it; undefined where the message is malformed. Fields of later versions are passed over. */
function readStatus(message: Buffer): number | undefined {
  let status = 0;
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    if (!tag) return undefined;
    const end = endOfField(message, tag.end, tag.value & 7);
    if (end === undefined || end > message.length) return undefined;
    if (tag.value === STATUS) status = readVarint(message, tag.end)!.value;
    at = end;
  }
  return status;
}

function endOfField(message: Buffer, at: number, wireType: number): number | undefined {
  switch (wireType) {
    case 0:
      return readVarint(message, at)?.end;
    case 1:
      return at + 8;
    case 2: {
      const length = readVarint(message, at);
      return length && length.end + length.value;
    }
    case 5:
      return at + 4;
    default:
      return undefined;
  }
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** At most ten octets, as a number; what does not fit into 53 bits is not exact, and means nothing here anyway. */
function readVarint(message: Buffer, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let i = 0; i < 10 && start + i < message.length; i++) {
    const octet = message[start + i]!;
    value += (octet & 0x7f) * 2 ** (7 * i);
    if (octet < 0x80) return { value, end: start + i + 1 };
  }
  return undefined;
}
