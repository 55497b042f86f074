/** `npm run bench [-- responder] [-- --json]`: figures of this machine, side by side; never asserted by a test. */
import { parseArgs } from 'node:util';
import { formatReport } from './report.ts';
import { benchResponder } from './responder.ts';

const BENCHES = { responder: benchResponder } as const;

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
const unknown = positionals.filter(name => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`no bench named ${unknown.join(', ')}; there is: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const report = await bench();
  console.log(values.json ? JSON.stringify(report, undefined, 2) : formatReport(report));
}
