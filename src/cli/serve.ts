import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import {
  allowExecFlag,
  apiFlags,
  controlFlag,
  dataFlag,
  dnsFlag,
  geodbFlag,
  listenApiFlag,
  logLevelFlag,
  maxProbesFlag,
  protocolFlags,
  regionFlag,
  resolverFlag,
  standInsFlag,
  vantageFlag,
  workersFlag,
  zonesFlag,
} from '../config/options.ts';
import { readServeOptions, type ServeFlags } from '../config/serve-options.ts';
import { examples } from './client-command.ts';

const RUNNING = `It runs until SIGTERM or Ctrl-C; at SIGHUP it reads the zones again,
and the certificate of its API.
The first start writes a token into the data directory, where the other commands
find it.`;

/** `meridian serve`: answers DNS, probes, and serves the API, until it is told to stop. */
export function addServe(program: Command): void {
  const command = program.command('serve').description('serve the zones: answer DNS, probe the endpoints, steer');
  const flags = [
    zonesFlag(),
    dnsFlag(),
    listenApiFlag(),
    ...apiFlags(),
    dataFlag(),
    workersFlag(availableParallelism()),
    vantageFlag(),
    regionFlag(),
    controlFlag(),
    maxProbesFlag(),
    allowExecFlag(),
    resolverFlag(),
    geodbFlag(),
  ];
  for (const flag of [...flags, ...protocolFlags(), standInsFlag(), logLevelFlag()]) command.addOption(flag);
  command
    .addHelpText('after', `\n${RUNNING}`)
    .addHelpText('after', examples('serve --stand-ins', 'serve --zones /etc/meridian --dns 192.0.2.53:53 --dns [2001:db8::53]:53'))
    .action(async (given: ServeFlags) => {
      const options = readServeOptions(given);
      const { serve } = await import('../serve.ts');
      await serve(options);
    });
}
