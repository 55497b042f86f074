/**
 * A program that pings the addresses of its arguments in a network of its own, where it may and there is loopback alone, and prints
 * what came of each: a result, or the message of what was thrown.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { checkIcmp } from '../../probes/checks/icmp.ts';
import { address } from './addresses.ts';
import { checkContext } from './check-context.ts';

execFileSync('ip', ['link', 'set', 'lo', 'up']);
writeFileSync('/proc/sys/net/ipv4/ping_group_range', '0 0');

for (const host of process.argv.slice(2)) {
  const context = checkContext();
  const sockets = () => process.getActiveResourcesInfo().filter(kind => kind === 'UDPWRAP').length;
  const result = await checkIcmp({ type: 'icmp', size: 1232 }, address(host), context).catch((error: Error) => error.message);
  process.stdout.write(`${JSON.stringify({ host, result, phases: context.phases, sockets: sockets() })}\n`);
}
