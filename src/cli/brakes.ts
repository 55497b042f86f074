import type { Command } from 'commander';
import { type BrakeView, brakeAnswer, brakeList } from '../api/contract.ts';
import { openForFlag, openReasonFlag } from '../config/brake-flags.ts';
import { formatDuration } from '../lib/duration.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type Io, printJson } from './io.ts';
import { plain, table } from './table.ts';
import { count } from './words.ts';

/** `meridian brakes`: what the brakes of the zones hold. */
export function addBrakes(program: Command, io: Io): void {
  withClientFlags(program.command('brakes').description('show the brakes on what verdicts do by themselves, and what they hold'))
    .addHelpText('after', examples('brakes', 'brakes --json'))
    .action(async (flags: CallFlags) => {
      const list = await clientOf(flags).get(brakeList, '/v1/brakes');
      if (flags.json) printJson(io, list);
      else io.out(list.brakes.map(presentBrake).join('\n\n') || 'no zone has a brake');
    });
}

/** `meridian brake open ZONE` and `close ZONE`: an operator overrules the brake of a zone. */
export function addBrake(program: Command, io: Io): void {
  const parent = program
    .command('brake')
    .description('open the brake of a zone, so that what it holds goes, or close it again')
    .helpCommand('help [command]', 'show how a command is used');
  const open = parent
    .command('open')
    .description('let go of what the brake holds, and hold nothing for a while')
    .argument('<zone>', 'its name')
    .addOption(openReasonFlag())
    .addOption(openForFlag());
  withClientFlags(open)
    .addHelpText(
      'after',
      examples('brake open example.com --reason "the site is really gone"', 'brake open example.com --reason rehearsal --for 10m'),
    )
    .action((zone: string, flags: CallFlags & { reason: string; for: string }) =>
      change(io, flags, { method: 'PUT', zone, body: { reason: flags.reason, expires: flags.for } }),
    );
  withClientFlags(parent.command('close').description('close the brake of a zone before its time').argument('<zone>', 'its name'))
    .addHelpText('after', examples('brake close example.com'))
    .action((zone: string, flags: CallFlags) => change(io, flags, { method: 'DELETE', zone }));
}

interface Change {
  readonly method: 'PUT' | 'DELETE';
  readonly zone: string;
  readonly body?: object;
}

async function change(io: Io, flags: CallFlags, { method, zone, body }: Change): Promise<void> {
  const answer = await clientOf(flags).send(brakeAnswer, method, `/v1/zones/${encodeURIComponent(zone)}/brake`, body);
  if (flags.json) printJson(io, answer);
  else io.out(`${presentBrake(answer)}\nGeneration ${answer.generation}`);
}

/** One brake: what it goes by, whether it is open, and a row for each endpoint that it holds. */
function presentBrake(brake: BrakeView): string {
  const { zone, opened, held } = brake;
  const state = opened ? `open until ${opened.expires} by ${plain(opened.author)}: ${plain(opened.reason)}` : 'closed';
  const lines = [`${zone}: ${state}; ${sayLimits(brake)}; holds ${count(held.length, 'endpoint')}`];
  const rows = held.map(({ pool, endpoint, since, because, measured }) => [`${zone}/${pool}/${endpoint}`, since, because, measured]);
  if (rows.length > 0) lines.push(table(['HELD', 'SINCE', 'BECAUSE', 'MEASURED DOWN BY'], rows, 2));
  return lines.join('\n');
}

function sayLimits({ declared: { max_removed: most, window_seconds, min_healthy: least, gate } }: BrakeView): string {
  const window = formatDuration(window_seconds * 1000);
  const parts = [
    ...(most.pool === null ? [] : [`at most ${most.pool} % of a pool`]),
    ...(most.record === null ? [] : [`at most ${most.record} % of a record`]),
  ];
  const floor = least === null ? [] : [`at least ${'count' in least ? least.count : `${least.percent} %`} of a record stays`];
  return [...(parts.length > 0 ? [`${parts.join(' and ')} within ${window}`] : []), ...floor, `gate ${gate}`].join(', ');
}
