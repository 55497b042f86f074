import type { Command } from 'commander';
import { fleetView, type VantageView } from '../api/contract.ts';
import { nearestWord } from '../lib/suggest.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import { fleetTable } from './fleet-table.ts';
import { type Io, printJson } from './io.ts';
import { presentVantage } from './vantage-text.ts';

/** `meridian fleet`: the vantages, who of them is there, and what they see. */
export function addFleet(program: Command, io: Io): void {
  const command = program
    .command('fleet')
    .description('show the vantages: who is connected, has a say, sees what failing, and how long probes take')
    .argument('[vantage]', 'show this one, with its control targets and what it cannot do');
  withClientFlags(command)
    .addHelpText('after', examples('fleet', 'fleet embedded', 'fleet --json'))
    .action(async (name: string | undefined, flags: CallFlags) => {
      const { vantages } = await clientOf(flags).get(fleetView, '/v1/fleet');
      const shown = name === undefined ? undefined : pick(vantages, name);
      if (flags.json) printJson(io, shown ?? { vantages });
      else io.out(shown ? presentVantage(shown) : fleetTable(vantages));
    });
}

function pick(vantages: readonly VantageView[], name: string): VantageView {
  const found = vantages.find(vantage => vantage.name === name);
  if (found) return found;
  const names = vantages.map(vantage => vantage.name);
  const near = nearestWord(name, names);
  const hint = near === undefined ? `there is ${names.join(', ') || 'none'}` : `did you mean ${near}?`;
  throw new CommandFailure(`no vantage "${name}"; ${hint}`);
}
