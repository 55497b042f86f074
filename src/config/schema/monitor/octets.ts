import { z } from 'zod';
import { parseOctetText } from '../../../lib/octet-text.ts';
import { found } from '../found.ts';
import { text } from '../scalar.ts';

const OCTETS = 'text of 1 to 1000 characters';

/** What goes over a connection: text, or octets in escapes. Gives octets, each as the character of its number. */
export const octets = text(OCTETS)
  .max(1000, { error: OCTETS })
  .transform((written, context) => {
    const read = parseOctetText(written);
    if ('octets' in read) return read.octets;
    const message = `expected no other escapes than \\r \\n \\t \\0 \\\\ and \\xHH, found ${found(read.noEscape)}`;
    context.issues.push({ code: 'custom', input: written, message });
    return z.NEVER;
  });
