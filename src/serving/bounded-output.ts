import type { Writable } from 'node:stream';

export interface BoundedOutputOptions {
  /** Octets that wait for the reader at most. */
  readonly limit: number;
  /** Told of each text that did not get there: it was dropped, or writing it failed. */
  readonly onLost: () => void;
  /** Told how many texts were dropped in a row, once there is room again; what it writes stands in their place. */
  readonly onDropped: (dropped: number) => void;
}

/**
 * Writes to a stream whose reader may stall, as a pipe's can. What waits for it is bounded: what comes beyond is dropped, until half of the
 * room is free again. Nothing ever blocks.
 */
export function boundedOutput(stream: Writable, { limit, onLost, onDropped }: BoundedOutputOptions): (text: string) => void {
  let dropped = 0;
  const tell = (error?: Error | null) => void (error && onLost());
  const tellDropped = () => {
    if (dropped === 0) return;
    const before = dropped;
    dropped = 0;
    onDropped(before);
  };
  stream.on('drain', tellDropped);
  return text => {
    if (stream.writableLength <= limit / 2) tellDropped();
    if (dropped === 0 && stream.writableLength + Buffer.byteLength(text) <= limit) {
      stream.write(text, tell);
      return;
    }
    dropped++;
    onLost();
  };
}
