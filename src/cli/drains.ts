import type { Command } from 'commander';
import { drainList } from '../api/contract.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { presentDrains } from './drains-text.ts';
import { EXPOSURE_FORM, exposureQueryOf } from './exposure-target.ts';
import { type Io, printJson } from './io.ts';

/** `meridian drains`: what became of the answers that caches held of endpoints that are given to nobody any more. */
export function addDrains(program: Command, io: Io): void {
  const command = program
    .command('drains')
    .description('show how what caches held of endpoints runs out, or ran out, after they were given to nobody any more')
    .argument('[target]', `show this alone: ${EXPOSURE_FORM}`);
  withClientFlags(command)
    .addHelpText('after', examples('drains', 'drains example.com/web-hangzhou', 'drains --json'))
    .action(async (target: string | undefined, flags: CallFlags) => {
      const list = await clientOf(flags).get(drainList, `/v1/drains${exposureQueryOf(target)}`);
      if (flags.json) printJson(io, list);
      else io.out(presentDrains(list));
    });
}
