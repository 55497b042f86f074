import { Fault } from './fault.ts';

const BACKSLASH = 0x5c;
const encoder = new TextEncoder();

/**
 * The octets of the text from `start` to `end`: `\DDD` and `\X` resolved (RFC 1035 section 5.1), what is not ASCII in UTF-8.
 * Throws Fault at an escape that is neither.
 */
export function readOctets(text: string, start: number, end: number): Uint8Array {
  const octets: number[] = [];
  for (let at = start; at < end; ) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at = readEscape(text, at, end, octets);
    else if (code < 0x80) {
      octets.push(code);
      at++;
    } else at = pushUtf8(text, at, end, octets);
  }
  return Uint8Array.from(octets);
}

function readEscape(text: string, at: number, end: number, octets: number[]): number {
  const next = text.slice(at + 1, Math.min(at + 4, end));
  if (next === '') throw new Fault('"\\" escapes nothing, expected \\DDD or \\ and a character', at);
  if (!/^\d/.test(next)) {
    if (next.charCodeAt(0) >= 0x80) return pushUtf8(text, at + 1, end, octets);
    octets.push(next.charCodeAt(0));
    return at + 2;
  }
  if (!/^\d{3}$/.test(next) || Number(next) > 255) throw new Fault(`escape "\\${next}" is not \\DDD from \\000 to \\255`, at);
  octets.push(Number(next));
  return at + 4;
}

function pushUtf8(text: string, at: number, end: number, octets: number[]): number {
  const char = String.fromCodePoint(text.codePointAt(at)!);
  octets.push(...encoder.encode(char));
  return Math.min(at + char.length, end);
}
