import type { Command } from 'commander';
import { examples } from './client-command.ts';
import type { Io } from './io.ts';
import { type OverrideFlags, putOverride, withOverrideFlags } from './override.ts';
import { TARGET_HELP } from './target.ts';

/** `meridian drain`: gives a target to no new client. */
export function addDrain(program: Command, io: Io): void {
  withOverrideFlags(program.command('drain').description('give an endpoint, a pool or a whole site to no new client').argument('<target>'))
    .addHelpText(
      'after',
      `\n${TARGET_HELP}\n${examples('drain example.com/web-beijing', 'drain example.com/site:hangzhou --reason "moving racks" --expires 2h')}`,
    )
    .action((target: string, flags: OverrideFlags) => putOverride(io, target, 'drain', flags));
}
