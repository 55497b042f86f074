import type { Command } from 'commander';
import { UsageError } from '../config/usage-error.ts';
import { examples } from './client-command.ts';
import type { Io } from './io.ts';
import { type OverrideFlags, putOverride, withOverrideFlags } from './override.ts';
import { TARGET_FORM } from './target.ts';

/** `meridian force`: makes a target up or down whatever is measured. Target and state may come in either order: no target is one word. */
export function addForce(program: Command, io: Io): void {
  const command = program
    .command('force')
    .description('have an endpoint, a pool or a whole site count as up or down, whatever is measured')
    .argument('<target>', TARGET_FORM)
    .argument('<up|down>', 'what it counts as');
  withOverrideFlags(command)
    .addHelpText(
      'after',
      examples('force example.com/web-hangzhou/a down --reason "disk fault"', 'force example.com/site:hangzhou up --expires 30m'),
    )
    .action(async (first: string, second: string, flags: OverrideFlags) => {
      const [target, state] = isState(first) ? [second, first] : [first, second];
      if (!isState(state))
        throw new UsageError(`expected up or down, found "${state}"${state === 'drain' ? ': that is ./meridian drain' : ''}`);
      await putOverride(io, target, state, flags);
    });
}

function isState(text: string): text is 'up' | 'down' {
  return text === 'up' || text === 'down';
}
