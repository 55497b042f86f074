import { z } from 'zod';
import { list, text, wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { CERTIFICATE } from './certificate.ts';
import { RHYTHM } from './rhythm.ts';

const PROTOCOL = 'a protocol of at most 255 characters such as h2';

/** A monitor of type `tls`. */
export const tlsSchema = strictMap("a monitor's keys, such as { type: tls, port: 636 }", {
  type: z.literal('tls'),
  port: wholeNumber(1, 65535).default(443),
  alpn: list(
    'a list of protocols such as [h2, http/1.1]',
    text(PROTOCOL).regex(/^[\x21-\x7e]{1,255}$/, { error: PROTOCOL }),
  ).exactOptional(),
  ...CERTIFICATE,
  ...RHYTHM,
});
