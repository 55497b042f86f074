import type { Command } from 'commander';
import { examples } from './client-command.ts';
import type { Io } from './io.ts';
import { type OverrideFlags, putOverride, withOverrideFlags } from './override.ts';
import { TARGET_FORM } from './target.ts';

/** `meridian drain`: gives a target to no new client. */
export function addDrain(program: Command, io: Io): void {
  const command = program
    .command('drain')
    .description('give an endpoint, a pool or a whole site to no new client; unlike force down, no alarm')
    .argument('<target>', TARGET_FORM);
  withOverrideFlags(command)
    .addHelpText('after', examples('drain example.com/web-beijing', 'drain example.com/site:hangzhou --reason "moving racks" --expires 2h'))
    .action((target: string, flags: OverrideFlags) => putOverride(io, target, 'drain', flags));
}
