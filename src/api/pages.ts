/** A cursor for a place in a list, which callers hand back as it is. */
export function writeCursor(place: string): string {
  return Buffer.from(place).toString('base64url');
}

/** The place that a cursor stands for. */
export function readCursor(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}
