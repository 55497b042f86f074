import type { Command } from 'commander';
import { type DrillView, drillList, drillReport, drillStart, drillView } from '../api/contract.ts';
import { drillFlags } from '../config/drill-flags.ts';
import { limitFlag } from '../config/options.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type DrillFlags, readDrillBody } from './drill-body.ts';
import { followDrill } from './drill-follow.ts';
import { presentDrill, presentList, presentPlanned, presentStart } from './drill-text.ts';
import { CommandFailure } from './failure.ts';
import { type Io, printJson } from './io.ts';

/** `meridian drill`: holds, shows and aborts drills. */
export function addDrill(program: Command, io: Io): void {
  const parent = program
    .command('drill')
    .description('rehearse a failover: move the clients of a record away for a while, measure it, and move them back')
    .helpCommand('help [command]', 'show how a command is used');
  addRun(parent, io);
  withClientFlags(parent.command('status').description('show the drill that runs, and when the declared ones are held next'))
    .addHelpText('after', examples('drill status'))
    .action((flags: CallFlags) => showStatus(io, flags));
  withClientFlags(parent.command('list').description('list the drills that were held or refused, the newest first').addOption(limitFlag()))
    .addHelpText('after', examples('drill list', 'drill list --limit 5 --json'))
    .action((flags: CallFlags & { limit: string }) => showList(io, flags));
  withClientFlags(
    parent.command('abort').description('call a running drill off: its clients are let back at once').argument('<id>', 'its id'),
  )
    .addHelpText('after', examples('drill abort 20300106-030000'))
    .action((id: string, flags: CallFlags) => abort(io, id, flags));
  withClientFlags(parent.command('report').description('print the evidence of a drill, in Markdown').argument('<id>', 'its id'))
    .addHelpText('after', examples('drill report 20300106-030000', 'drill report 20300106-030000 --json'))
    .action((id: string, flags: CallFlags) => report(io, id, flags));
}

const FOLLOWING = `The command follows the drill until clients are back; Ctrl-C leaves it running.
With --json it prints the whole drill in JSON at its end.`;

function addRun(parent: Command, io: Io): void {
  const command = parent
    .command('run')
    .description('move the clients of a record away, and back when the time is over')
    .argument('<record>', 'the name of a steered record; without --away-from a declared drill, ZONE/DRILL');
  for (const option of drillFlags()) command.addOption(option);
  withClientFlags(command)
    .addHelpText('after', `\n${FOLLOWING}`)
    .addHelpText(
      'after',
      examples(
        'drill run www.example.com --away-from site:hangzhou --for 5m --dry-run',
        'drill run www.example.com --away-from site:hangzhou --for 5m --including-others',
        'drill run example.com/sunday-hangzhou',
      ),
    )
    .action((what: string, flags: DrillFlags) => run(io, what, flags));
}

async function run(io: Io, what: string, flags: DrillFlags): Promise<void> {
  const client = clientOf(flags);
  const started = await client.send(drillStart, 'POST', '/v1/drills', readDrillBody(what, flags));
  if (!started.drill) {
    if (flags.json) printJson(io, started);
    else io.out(presentStart(started));
    if (!started.would_start) throw new CommandFailure('');
    return;
  }
  if (flags.detach) {
    if (flags.json) printJson(io, started.drill);
    else io.out(presentDrill(started.drill));
    return;
  }
  const last = await followDrill(started.drill, { client, io, quiet: flags.json === true });
  if (last && flags.json) printJson(io, last);
  if (last && last.outcome !== 'completed') throw new CommandFailure(`drill ${last.id} ${howItEnded(last)}`);
}

function howItEnded({ outcome, because }: DrillView): string {
  return `was ${outcome ?? 'left'}${because === null ? '' : `: ${because}`}`;
}

async function showStatus(io: Io, flags: CallFlags): Promise<void> {
  const { running, drills, planned } = await clientOf(flags).get(drillList, '/v1/drills?limit=1');
  const current = drills.find(({ id }) => id === running) ?? null;
  if (flags.json) printJson(io, { running: current, planned });
  else io.out([current ? presentDrill(current) : 'no drill is running', presentPlanned(planned)].filter(text => text !== '').join('\n\n'));
}

async function showList(io: Io, { limit, ...flags }: CallFlags & { limit: string }): Promise<void> {
  const list = await clientOf(flags).get(drillList, `/v1/drills?limit=${encodeURIComponent(limit)}`);
  if (flags.json) printJson(io, list);
  else io.out(presentList(list));
}

async function abort(io: Io, id: string, flags: CallFlags): Promise<void> {
  const drill = await clientOf(flags).send(drillView, 'DELETE', `/v1/drills/${encodeURIComponent(id)}`);
  if (flags.json) printJson(io, drill);
  else io.out(presentDrill(drill));
}

async function report(io: Io, id: string, flags: CallFlags): Promise<void> {
  const path = `/v1/drills/${encodeURIComponent(id)}`;
  if (flags.json) printJson(io, await clientOf(flags).get(drillView, path));
  else io.out((await clientOf(flags).get(drillReport, `${path}/report`)).markdown.replace(/\n$/, ''));
}
