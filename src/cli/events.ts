import type { Command } from 'commander';
import type { EventView } from '../api/contract.ts';
import { readClientOptions } from '../config/client-options.ts';
import { eventFilterFlags, eventsFlags } from '../config/event-flags.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type EventFilterFlags, eventQuery, readHistory, readLimit } from './event-pages.ts';
import { followEvents } from './event-stream.ts';
import { presentEvent } from './event-text.ts';
import type { Io } from './io.ts';

interface EventsFlags extends CallFlags, EventFilterFlags {
  readonly limit: string;
  readonly follow?: boolean;
}

const FOLLOWING = `With --follow a lost connection is made again, and nothing is missed that the server has in its history.
With --json each event is one line.`;

/** `meridian events`: the last changes, and with `--follow` those to come. */
export function addEvents(program: Command, io: Io): void {
  const command = program.command('events').description('show the last changes, the oldest first, and follow those to come');
  for (const option of [...eventFilterFlags(), ...eventsFlags()]) command.addOption(option);
  withClientFlags(command)
    .addHelpText('after', `\n${FOLLOWING}`)
    .addHelpText('after', examples('events', 'events --follow --zone example.com', 'events --follow --kind verdict --kind state --json'))
    .action((flags: EventsFlags) => showEvents(io, flags));
}

async function showEvents(io: Io, flags: EventsFlags): Promise<void> {
  const show = (event: EventView) => io.out(flags.json ? JSON.stringify(event) : presentEvent(event));
  const query = eventQuery(flags, clock.now());
  const last = await readHistory(clientOf(flags), query, readLimit(flags.limit));
  for (const event of last.toReversed()) show(event);
  if (!flags.follow) return;
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.once('SIGINT', leave);
  try {
    const options = readClientOptions(flags);
    const after = last[0]?.id ?? 0;
    await followEvents({ options, query, after, signal: leaving.signal, onEvent: show, onNotice: line => io.err(line) });
  } finally {
    process.off('SIGINT', leave);
  }
}
