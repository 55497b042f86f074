/** Uses up all file descriptors, runs each of the checks given as JSON, and prints how each ended, as one line of JSON. */
import { closeSync, openSync } from 'node:fs';
import type { CheckResult } from '../../probes/check.ts';
import { runCheck } from '../../probes/checks/registry.ts';
import { address } from '../support/addresses.ts';
import { checkContext } from '../support/check-context.ts';

const opened: number[] = [];
try {
  for (;;) opened.push(openSync('/dev/null', 'r'));
} catch {
  // None is left.
}
const ends: Record<string, CheckResult | 'fault'> = {};
for (const host of ['127.0.0.1', 'localhost']) {
  for (const [name, settings] of Object.entries(JSON.parse(process.argv[2]!))) {
    ends[`${name} ${host}`] = await runCheck(settings as never, address(host), checkContext()).catch(() => 'fault' as const);
  }
}
for (const descriptor of opened) closeSync(descriptor);
console.log(JSON.stringify(ends));
