import type { Command } from 'commander';
import { eventFilterFlags, historyFlags } from '../config/event-flags.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type EventFilterFlags, eventQuery, readHistory, readLimit } from './event-pages.ts';
import { presentEvent } from './event-text.ts';
import { type Io, printJson } from './io.ts';

interface HistoryFlags extends CallFlags, EventFilterFlags {
  readonly limit: string;
}

/** `meridian history`: what changed, the newest first. */
export function addHistory(program: Command, io: Io): void {
  const command = program.command('history').description('show what changed, the newest first: events of the last 90 days');
  for (const option of [...eventFilterFlags(), ...historyFlags()]) command.addOption(option);
  withClientFlags(command)
    .addHelpText(
      'after',
      examples('history', 'history --zone example.com --kind verdict --since 2h', 'history --target example.com/web-hangzhou --json'),
    )
    .action(async (flags: HistoryFlags) => {
      const most = readLimit(flags.limit);
      const events = await readHistory(clientOf(flags), eventQuery(flags, clock.now()), most);
      if (flags.json) printJson(io, { events });
      else io.out(events.length === 0 ? 'no events' : events.map(presentEvent).join('\n'));
    });
}
