import type { z } from 'zod';
import { CloudError } from '../../provider.ts';

/** An answer as it is expected. Throws CloudError where it is another: what was done, if anything, is not known then. */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, action: string, answer: unknown): z.output<Schema> {
  const found = schema.safeParse(answer);
  if (found.success) return found.data;
  const wrong = found.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', ');
  throw new CloudError(`AliDNS ${action}: an unexpected answer: ${wrong}`, { kind: 'retry', code: 'UnexpectedAnswer' });
}
