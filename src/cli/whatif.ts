import type { Command } from 'commander';
import { type WhatIfView, whatIfView } from '../api/contract.ts';
import { allFlag, countriesFlag, whatIfFlag } from '../config/options.ts';
import { UsageError } from '../config/usage-error.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type Io, printJson } from './io.ts';
import { parseTarget, TARGET_FORM } from './target.ts';
import { presentWhatIf } from './whatif-text.ts';

const STATES = ['down', 'drain', 'up'] as const satisfies readonly WhatIfView['targets'][number]['state'][];

interface WhatIfFlags extends CallFlags, Partial<Readonly<Record<(typeof STATES)[number], readonly string[]>>> {
  readonly clients?: string;
  readonly all?: boolean;
}

/** `meridian whatif`: how shares and load would change. Nothing is changed. */
export function addWhatIf(program: Command, io: Io): void {
  const command = program
    .command('whatif')
    .description('show how the shares and the load of the survivors would change if targets went down; nothing is changed');
  for (const state of STATES) command.addOption(whatIfFlag(state));
  withClientFlags(command.addOption(countriesFlag()).addOption(allFlag()))
    .addHelpText(
      'after',
      examples(
        'whatif --down example.com/site:hangzhou',
        'whatif --down example.com/web-hangzhou --drain example.com/web-beijing/a --clients CN=60,US=30,*=10',
      ),
    )
    .action(async (flags: WhatIfFlags) => {
      const answer = await clientOf(flags).get(whatIfView, `/v1/whatif?${queryOf(flags)}`);
      if (flags.json) printJson(io, answer);
      else io.out(presentWhatIf(answer, flags));
    });
}

function queryOf(flags: WhatIfFlags): URLSearchParams {
  const targets = STATES.flatMap(state => (flags[state] ?? []).map((text): [string, string] => [state, parseTarget(text).text]));
  if (targets.length === 0) throw new UsageError(`expected --down, --drain or --up with a target: ${TARGET_FORM}`);
  const query = new URLSearchParams(targets);
  if (flags.clients !== undefined) query.set('clients', flags.clients);
  if (flags.all) query.set('all', 'true');
  return query;
}
