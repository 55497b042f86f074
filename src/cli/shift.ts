import type { Command } from 'commander';
import { type ShiftView, shiftList, shiftStart, shiftView } from '../api/contract.ts';
import { limitFlag } from '../config/options.ts';
import { keepFlag, shiftFlags } from '../config/shift-flags.ts';
import type { Client } from './client.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import { follow } from './follow.ts';
import { type Io, printJson } from './io.ts';
import { readShiftBody, type ShiftFlags } from './shift-body.ts';
import { presentShift, presentShiftHead, presentShiftMoment, presentShiftStart, presentShifts, stateOf } from './shift-text.ts';

const EXAMPLE = 'shift api.example.com web-beijing=100';

/** `meridian shift`: moves the ratio of a record step by step; shows, pauses, resumes and aborts that. */
export function addShift(program: Command, io: Io): void {
  const parent = program
    .command('shift')
    .description('move the ratio of a record step by step, as long as what gains clients is healthy')
    .argument('<record>', 'the full name of a steered record')
    .argument('<share...>', 'POOL=SHARE, several: what it shall have in the end, in percent; the others split what is left as they do now')
    .helpCommand('help [command]', 'show how a command is used')
    .enablePositionalOptions();
  for (const option of shiftFlags()) parent.addOption(option);
  withClientFlags(parent)
    .addHelpText('after', examples(`${EXAMPLE} --steps 10,50,100 --every 2m --dry-run`, `${EXAMPLE} --on-unhealthy rollback --follow`))
    .action((record: string, shares: string[], flags: ShiftFlags) => start(io, record, shares, flags));
  addReading(parent, io);
  addOrders(parent, io);
}

function addReading(parent: Command, io: Io): void {
  withClientFlags(parent.command('list').description('list the shifts, the newest first').addOption(limitFlag()))
    .addHelpText('after', examples('shift list', 'shift list --limit 5 --json'))
    .action(async ({ limit, ...flags }: CallFlags & { limit: string }) => {
      const list = await clientOf(flags).get(shiftList, `/v1/shifts?limit=${encodeURIComponent(limit)}`);
      if (flags.json) printJson(io, list);
      else io.out(presentShifts(list));
    });
  withClientFlags(parent.command('show').description('show a shift with its steps and what happened to it').argument('<id>', 'its id'))
    .addHelpText('after', examples('shift show 20300106-030000'))
    .action(async (id: string, flags: CallFlags) => show(io, await clientOf(flags).get(shiftView, pathOf(id)), flags));
}

function addOrders(parent: Command, io: Io): void {
  withClientFlags(parent.command('pause').description('stop a shift where it is').argument('<id>', 'its id'))
    .addHelpText('after', examples('shift pause 20300106-030000'))
    .action((id: string, flags: CallFlags) => order(io, `${pathOf(id)}/pause`, flags));
  withClientFlags(parent.command('resume').description('let a shift go on that was paused').argument('<id>', 'its id'))
    .addHelpText('after', examples('shift resume 20300106-030000'))
    .action((id: string, flags: CallFlags) => order(io, `${pathOf(id)}/resume`, flags));
  withClientFlags(
    parent
      .command('abort')
      .description('call a shift off: the ratio from before comes back')
      .argument('<id>', 'its id')
      .addOption(keepFlag()),
  )
    .addHelpText('after', examples('shift abort 20300106-030000', 'shift abort 20300106-030000 --keep'))
    .action((id: string, { keep, ...flags }: CallFlags & { keep?: boolean }) => order(io, `${pathOf(id)}/abort`, flags, { keep }));
}

async function start(io: Io, record: string, shares: readonly string[], flags: ShiftFlags): Promise<void> {
  const client = clientOf(flags);
  const started = await client.send(shiftStart, 'POST', '/v1/shifts', readShiftBody(record, shares, flags));
  if (!started.shift) {
    if (flags.json) printJson(io, started);
    else io.out(presentShiftStart(started));
    if (!started.would_start) throw new CommandFailure('');
    return;
  }
  if (!flags.follow) return show(io, started.shift, flags);
  await followShift(io, started.shift, { client, flags });
}

/** Prints what happens until the end; with --json the whole shift at its end. */
async function followShift(io: Io, first: ShiftView, { client, flags }: { client: Client; flags: CallFlags }): Promise<void> {
  if (!flags.json) io.out(presentShiftHead(first));
  const last = await follow<ShiftView['timeline'][number], ShiftView>(first, {
    read: () => client.get(shiftView, pathOf(first.id)),
    tell: moment => flags.json || io.out(presentShiftMoment(moment)),
  });
  if (!last)
    return io.err(`shift ${first.id} goes on; ./meridian shift abort ${first.id} calls it off, ./meridian shift show ${first.id} shows it`);
  if (flags.json) printJson(io, last);
  const { id, because, outcome } = last;
  if (outcome !== 'completed') throw new CommandFailure(`shift ${id} was ${stateOf(last)}${because === null ? '' : `: ${because}`}`);
}

async function order(io: Io, path: string, flags: CallFlags, body?: object): Promise<void> {
  show(io, await clientOf(flags).send(shiftView, 'POST', path, body), flags);
}

function show(io: Io, shift: ShiftView, { json }: CallFlags): void {
  if (json) printJson(io, shift);
  else io.out(presentShift(shift));
}

function pathOf(id: string): string {
  return `/v1/shifts/${encodeURIComponent(id)}`;
}
