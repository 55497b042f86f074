import type { Command } from 'commander';
import { endpointAnswer } from '../api/contract.ts';
import { expiresFlag, reasonFlag } from '../config/options.ts';
import { UsageError } from '../config/usage-error.ts';
import { presentAnswer } from './answer.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type Io, printJson } from './io.ts';
import { parseTarget } from './target.ts';

/** `meridian weight`: changes the weight of an endpoint. */
export function addWeight(program: Command, io: Io): void {
  const command = program
    .command('weight')
    .description('change the weight of an endpoint: its share of the answers of its pool')
    .argument('<target>', 'ZONE/POOL/ENDPOINT')
    .argument('<weight>', '0 to 65535; 0: only when nothing else is up')
    .addOption(reasonFlag())
    .addOption(expiresFlag());
  withClientFlags(command)
    .addHelpText(
      'after',
      examples('weight example.com/web-hangzhou/a 20', 'weight example.com/web-hangzhou/a 0 --reason canary --expires 2h'),
    )
    .action(async (targetText: string, weightText: string, flags: CallFlags & { reason?: string; expires?: string }) => {
      const { target, weight } = readArguments(targetText, weightText);
      const { reason, expires } = flags;
      const answer = await clientOf(flags).send(endpointAnswer, 'PATCH', target.path, { weight, reason, expires });
      if (flags.json) printJson(io, answer);
      else io.out(presentAnswer(target, answer));
    });
}

function readArguments(targetText: string, weightText: string) {
  const target = parseTarget(targetText);
  if (target.kind !== 'endpoint')
    throw new UsageError(`target: a weight is that of one endpoint, expected ZONE/POOL/ENDPOINT, found "${targetText}"`);
  const weight = /^\d{1,5}$/.test(weightText) ? Number(weightText) : Number.NaN;
  if (!(weight <= 65_535)) throw new UsageError(`weight: expected an integer from 0 to 65535, found "${weightText}"`);
  return { target, weight };
}
