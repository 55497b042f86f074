const HEADER = 12;
const PAYLOAD_SIZE = 1232;

/** A line `NAME A` of a scenario in wire form, with ID 0; with `option`, an EDNS option in wire form, it has an OPT record (RFC 6891). */
export function encodeQuestion(line: string, option: Uint8Array | undefined): Uint8Array {
  const [name = ''] = line.split(' ');
  const query = Buffer.alloc(HEADER + name.length + 2 + 4 + (option ? 11 + option.length : 0));
  query[5] = 1;
  query[11] = option ? 1 : 0;
  let at = HEADER;
  for (const label of name.split('.')) {
    query[at] = label.length;
    at += 1 + query.write(label, at + 1, 'latin1');
  }
  at += 1;
  query[at + 1] = 1;
  query[at + 3] = 1;
  if (!option) return query;
  query[at + 6] = 41;
  query.writeUInt16BE(PAYLOAD_SIZE, at + 7);
  query.writeUInt16BE(option.length, at + 13);
  query.set(option, at + 15);
  return query;
}

/** Where the question of a message ends. */
export function endOfQuestion(message: Uint8Array): number {
  let at = HEADER;
  while (message[at]! > 0) at += 1 + message[at]!;
  return at + 5;
}
