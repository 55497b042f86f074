import type { IncomingMessage } from 'node:http';
import { pipeline, type Transform, Writable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { ExpectedBody } from '../../src/model/monitor.ts';
import { type ContentSearch, type SearchOutcome, searchOctets, searchPattern } from '../content-search.ts';
import { printable } from '../printable.ts';

/** Undefined: the body is as expected; text: why it is not; an error: it did not come. */
export type BodyOutcome = string | undefined | Error;

/** What undoes each content coding (RFC 9110 section 8.4.1). */
const DECODERS: ReadonlyMap<string, () => readonly Transform[]> = new Map([
  ['identity', () => []],
  ['gzip', () => [createGunzip()]],
  ['x-gzip', () => [createGunzip()]],
  ['deflate', () => [createInflate()]],
  ['br', () => [createBrotliDecompress()]],
]);

/**
 * Reads as much of the body as it takes to judge it, at most the first 64 KB behind its content coding, and calls `judged`. Calls
 * after the first one mean nothing. The connection is the caller's to end, which ends the reading.
 */
export function judgeBody(response: IncomingMessage, expected: ExpectedBody, judged: (outcome: BodyOutcome) => void): void {
  const coding = response.headers['content-encoding']?.trim().toLowerCase() || 'identity';
  const decoders = DECODERS.get(coding)?.();
  if (decoders) read(response, decoders, expected, judged);
  else judged(`content coding ${printable(coding)} not understood`);
}

function read(
  response: IncomingMessage,
  decoders: readonly Transform[],
  expected: ExpectedBody,
  judged: (outcome: BodyOutcome) => void,
): void {
  response.once('error', judged);
  // An error of the response reaches the decoder too, but is judged first.
  for (const decoder of decoders) decoder.once('error', () => judged('body cannot be decoded'));
  const sink = searchingSink(searchFor(expected), outcome => judged(whyNot(outcome, expected, response.statusCode!)));
  // The errors are told above; this only sees to it that all end together.
  pipeline([response, ...decoders, sink], () => {});
}

function searchFor(expected: ExpectedBody): ContentSearch {
  return expected.kind === 'text' ? searchOctets(Buffer.from(expected.text)) : searchPattern(new RegExp(expected.pattern));
}

/** Where the content goes; decided before its end, it ends all that it comes through. */
function searchingSink(search: ContentSearch, decided: (outcome: SearchOutcome) => void): Writable {
  const sink = new Writable({
    write(chunk, _encoding, next) {
      const outcome = search.add(chunk);
      if (outcome === undefined) return next();
      decided(outcome);
      sink.destroy();
    },
    final(next) {
      decided(search.end());
      next();
    },
  });
  return sink;
}

function whyNot(outcome: SearchOutcome, { kind }: ExpectedBody, status: number): string | undefined {
  switch (outcome) {
    case 'found':
      return undefined;
    case 'missing':
      return kind === 'text' ? `status ${status} without the text` : `status ${status} without a match`;
    case 'too slow':
      return `status ${status}, too slow to match`;
  }
}
