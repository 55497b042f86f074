const ESCAPES: Readonly<Record<string, string>> = { '\\r': '\r', '\\n': '\n', '\\t': '\t', '\\0': '\0', '\\\\': '\\' };

/** An escape of those, one that is none, or text without any. */
const PIECE = /\\x[0-9A-Fa-f]{2}|\\.?|[^\\]+/gsu;

/** The octets that a text with escapes stands for, each as the character of its number. */
export type OctetText = { readonly octets: string } | { readonly noEscape: string };

/**
 * Reads text in which `\r`, `\n`, `\t`, `\0`, `\\` and `\xHH` stand for one octet each and the rest is UTF-8. Gives what begins
 * with a backslash and is none of these, where there is such.
 */
export function parseOctetText(written: string): OctetText {
  let octets = '';
  for (const [piece] of written.matchAll(PIECE)) {
    const octet = escaped(piece);
    if (octet === undefined) return { noEscape: piece };
    octets += octet;
  }
  return { octets };
}

function escaped(piece: string): string | undefined {
  if (!piece.startsWith('\\')) return Buffer.from(piece).toString('latin1');
  return piece.length === 4 ? String.fromCharCode(Number.parseInt(piece.slice(2), 16)) : ESCAPES[piece];
}
