import { z } from 'zod';
import { text, wholeNumber } from '../scalar.ts';

const SNI = 'a host name such as www.example.com';

/** The keys that monitors have that ask over TLS. A server name is no address (RFC 6066 section 3). */
export const CERTIFICATE = {
  sni: text(SNI)
    .max(253, { error: SNI })
    .regex(/^([\w-]+\.)*[\w-]*[A-Za-z_-][\w-]*$/, { error: SNI })
    .exactOptional(),
  verify: z.boolean({ error: 'true or false' }).default(true),
  min_days_left: wholeNumber(0, 1000).exactOptional(),
};
