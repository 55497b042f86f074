import type { Command } from 'commander';
import { forFlag, fromFlag, reasonFlag } from '../config/options.ts';
import { UsageError } from '../config/usage-error.ts';
import { parseDurationMs } from '../lib/duration.ts';
import { answerSchema, type ChangeAnswer } from './answer.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type Io, printJson } from './io.ts';
import { parseTarget, TARGET_FORM } from './target.ts';

interface Flags extends CallFlags {
  readonly for: string;
  readonly from?: string;
  readonly reason?: string;
}

/** `meridian maintenance`: plans work on a target, so that what happens to it meanwhile is no alarm. */
export function addMaintenance(program: Command, io: Io): void {
  const command = program
    .command('maintenance')
    .description('plan work on an endpoint, a pool or a whole site: no alarm, no flap, automatic recovery; answers go by health as ever')
    .argument('<target>', TARGET_FORM)
    .addOption(forFlag())
    .addOption(fromFlag())
    .addOption(reasonFlag());
  withClientFlags(command)
    .addHelpText(
      'after',
      examples(
        'maintenance example.com/web-hangzhou/a --for 30m --reason "new disks"',
        'maintenance example.com/site:hangzhou --from 2030-01-01T02:00:00Z --for 2h --reason "moving racks"',
      ),
    )
    .action(async (text: string, flags: Flags) => {
      const target = parseTarget(text);
      if (!parseDurationMs(flags.for)) throw new UsageError(`--for: expected a duration such as 2h, found "${flags.for}"`);
      const body = { from: flags.from, until: flags.for, reason: flags.reason ?? 'no reason given' };
      const answer = await clientOf(flags).send(answerSchema(target), 'PUT', `${target.path}/maintenance`, body);
      if (flags.json) printJson(io, answer);
      else io.out(`${target.text}: maintenance ${presentWindow(answer)}; generation ${answer.generation}`);
    });
}

function presentWindow({ intent: { maintenance } }: ChangeAnswer): string {
  return `from ${maintenance?.from} until ${maintenance?.expires}`;
}
