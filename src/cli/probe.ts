import type { Command } from 'commander';
import { agentFlags, allowExecFlag, controlFlag, logLevelFlag, maxProbesFlag, proxyVariables } from '../config/options.ts';
import { type ProbeFlags, readProbeOptions } from '../config/probe-options.ts';
import { examples } from './client-command.ts';

const RUNNING = `It runs until SIGTERM or Ctrl-C; at SIGHUP it connects at once where it waits to.
A token is made on the server: ./meridian token create --role probe --vantage NAME.
HTTPS_PROXY, HTTP_PROXY and NO_PROXY hold for the way to the server, not for probes.`;

/** `meridian probe`: a vantage of its own, which probes what a server elsewhere assigns. */
export function addProbe(program: Command): void {
  const command = program.command('probe').description('run a vantage here: probe what a server elsewhere assigns, and report to it');
  for (const flag of [...agentFlags(), controlFlag(), maxProbesFlag(), allowExecFlag(), logLevelFlag()]) command.addOption(flag);
  command
    .addHelpText('after', `\n${RUNNING}`)
    .addHelpText(
      'after',
      examples(
        'probe --controller https://meridian.example.com --vantage fra1 --token-file fra1.token',
        'probe --controller http://127.0.0.1:8053 --vantage here --token-file here.token --control icmp://192.0.2.1',
      ),
    )
    .action(async (given: ProbeFlags) => {
      const options = readProbeOptions(given, proxyVariables());
      const { probe } = await import('../probe.ts');
      await probe(options);
    });
}
