import type { Command } from 'commander';
import { recordView } from '../api/contract.ts';
import { onlyFlag } from '../config/options.ts';
import { answerSchema, type ChangeAnswer, presentAnswer } from './answer.ts';
import type { Client } from './client.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import { type Io, printJson } from './io.ts';
import { presentRecord, recordPath } from './record.ts';
import { parseTarget, TARGET_FORM, type Target } from './target.ts';

const RELEASABLE = ['weight', 'override', 'maintenance'] as const;
type Releasable = (typeof RELEASABLE)[number];

/** `meridian release`: ends the intents at a target. */
export function addRelease(program: Command, io: Io): void {
  withClientFlags(
    program
      .command('release')
      .description('end the weight, the override and the planned work of a target: files and probes decide again')
      .argument('<target>', `${TARGET_FORM}; or the full name of a record, for its ratio`),
  )
    .addOption(onlyFlag())
    .addHelpText('after', examples('release example.com/web-hangzhou/a', 'release example.com/web-hangzhou/a --only weight'))
    .action(async (text: string, flags: CallFlags & { only?: Releasable }) => {
      if (!text.includes('/')) return releaseRecord(io, text, flags);
      const target = parseTarget(text);
      const answer = await releaseAll(clientOf(flags), target, flags.only);
      if (flags.json) printJson(io, answer);
      else io.out(presentAnswer(target, answer));
    });
}

/** A record has nothing but its ratio. */
async function releaseRecord(io: Io, name: string, flags: CallFlags): Promise<void> {
  const client = clientOf(flags);
  const answer = await client.send(recordView, 'DELETE', `${await recordPath(client, name)}/weights`);
  if (flags.json) printJson(io, answer);
  else io.out(presentRecord(answer));
}

async function releaseAll(client: Client, target: Target, only: Releasable | undefined): Promise<ChangeAnswer> {
  const schema = answerSchema(target);
  const before = await client.get(schema, target.path);
  const wanted = present(before).filter(kind => only === undefined || kind === only);
  let answer: ChangeAnswer | undefined;
  for (const kind of wanted) answer = await client.send(schema, 'DELETE', `${target.path}/${kind}`);
  if (!answer)
    throw new CommandFailure(`there is no ${only ?? 'weight, override or maintenance'} to release at ${target.text}${elsewhere(before)}`);
  return answer;
}

function present({ intent }: ChangeAnswer): Releasable[] {
  const intents: Partial<Record<Releasable, object | null>> = intent;
  return RELEASABLE.filter(kind => intents[kind] !== undefined && intents[kind] !== null);
}

/** An override of the pool or the site holds here too, but is released there. */
function elsewhere(answer: ChangeAnswer): string {
  const inherited = 'address' in answer && answer.effective.override !== null && answer.intent.override === null;
  return inherited ? `; it is ${answer.effective.reason}` : '';
}
