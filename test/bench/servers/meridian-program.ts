/** Meridian's responder as a process of its own: `meridian-program.ts ZONES WORKERS`; prints its port. */
import { startResponder } from '../../../src/responder/responder.ts';
import { benchTable } from '../meridian-table.ts';

const [zones = '', workers = '1'] = process.argv.slice(2);
const responder = await startResponder({
  listen: [{ address: '127.0.0.1', port: 0, optional: false }],
  workers: Number(workers),
  table: benchTable(zones),
  identity: { version: undefined, serverId: undefined },
  onWarning: line => console.error(line),
  onFault: error => console.error(error),
});
console.log(responder.addresses[0]!.port);
process.once('SIGTERM', () => void responder[Symbol.asyncDispose]());
