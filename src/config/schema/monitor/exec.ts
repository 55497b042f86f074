import { z } from 'zod';
import type { ExecCheck } from '../../../model/monitor.ts';
import { found } from '../found.ts';
import { list, wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { RHYTHM } from './rhythm.ts';

const EXAMPLE = '["/usr/lib/nagios/plugins/check_ssh", "{address}"]';
const COMMAND = `a list of the full path of a program and its arguments, such as ${EXAMPLE}`;
const WORD = 'text (put numbers in quotes) without NUL characters';

const word = z.string({ error: WORD }).regex(/^[^\0]*$/, { error: WORD });

const command = list(COMMAND, word).transform((words, context): ExecCheck['command'] => {
  const [file = '', ...args] = words;
  if (/^\/[^/]/.test(file)) return [file, ...args];
  const message = `expected the full path of a program, which begins with /, found ${found(file)}`;
  context.issues.push({ code: 'custom', input: file, path: [0], message });
  return z.NEVER;
});

/** A monitor of type `exec`. */
export const execSchema = strictMap(`a monitor's keys, such as { type: exec, command: ${EXAMPLE} }`, {
  type: z.literal('exec'),
  command,
  port: wholeNumber(1, 65535).exactOptional(),
  warning: z.enum(['pass', 'fail'], { error: 'pass or fail' }).default('pass'),
  ...RHYTHM,
});
