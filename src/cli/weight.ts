import type { Command } from 'commander';
import { endpointAnswer, recordView } from '../api/contract.ts';
import { expiresFlag, reasonFlag } from '../config/options.ts';
import { UsageError } from '../config/usage-error.ts';
import { presentAnswer } from './answer.ts';
import { readBranchValues } from './branch-values.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type Io, printJson } from './io.ts';
import { presentRecord, recordPath } from './record.ts';
import { parseTarget } from './target.ts';

interface WeightFlags extends CallFlags {
  readonly reason?: string;
  readonly expires?: string;
}

/** `meridian weight`: changes the weight of an endpoint, or the ratio of a record. */
export function addWeight(program: Command, io: Io): void {
  const command = program
    .command('weight')
    .description('change the weight of an endpoint, its share of the answers of its pool; or the ratio of a record, all at once')
    .argument('<target>', 'ZONE/POOL/ENDPOINT, or the full name of a record')
    .argument('<weight...>', '0 to 65535, for a record POOL=WEIGHT, several; 0: only when nothing else is up')
    .addOption(reasonFlag())
    .addOption(expiresFlag());
  withClientFlags(command)
    .addHelpText(
      'after',
      examples(
        'weight example.com/web-hangzhou/a 20',
        'weight example.com/web-hangzhou/a 0 --reason canary --expires 2h',
        'weight api.example.com web-hangzhou=10 web-beijing=90',
      ),
    )
    .action((target: string, weights: string[], flags: WeightFlags) =>
      weights.some(text => text.includes('=')) ? weighRecord(io, target, weights, flags) : weighEndpoint(io, target, weights, flags),
    );
}

async function weighEndpoint(io: Io, targetText: string, texts: readonly string[], flags: WeightFlags): Promise<void> {
  const target = parseTarget(targetText);
  if (target.kind !== 'endpoint')
    throw new UsageError(`target: a weight is that of one endpoint, expected ZONE/POOL/ENDPOINT, found "${targetText}"`);
  if (texts.length > 1) throw new UsageError(`weight: expected one for an endpoint, found ${texts.length}`);
  const weight = readWeight('weight', texts[0]!);
  const { reason, expires } = flags;
  const answer = await clientOf(flags).send(endpointAnswer, 'PATCH', target.path, { weight, reason, expires });
  if (flags.json) printJson(io, answer);
  else io.out(presentAnswer(target, answer));
}

async function weighRecord(io: Io, name: string, texts: readonly string[], flags: WeightFlags): Promise<void> {
  if (name.includes('/')) throw new UsageError(`target: a ratio is that of a record, expected its full name, found "${name}"`);
  const weights = readRatio(texts);
  const { reason, expires } = flags;
  const client = clientOf(flags);
  const answer = await client.send(recordView, 'PATCH', `${await recordPath(client, name)}/weights`, { weights, reason, expires });
  if (flags.json) printJson(io, answer);
  else io.out(presentRecord(answer));
}

/** Throws a UsageError with all that is wrong. */
function readRatio(texts: readonly string[]): Record<string, number> {
  const { values, mistakes } = readBranchValues(texts, { what: 'weight', isValue: isWeight, expected: WEIGHT });
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  return values;
}

function readWeight(what: string, text: string): number {
  if (!isWeight(text)) throw new UsageError(`${what}: expected ${WEIGHT}, found "${text}"`);
  return Number(text);
}

const WEIGHT = 'an integer from 0 to 65535';

function isWeight(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}
