import type { Command } from 'commander';
import { askersView, exposureView } from '../api/contract.ts';
import { resolversFlag } from '../config/options.ts';
import { UsageError } from '../config/usage-error.ts';
import { presentAskers } from './askers-text.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { EXPOSURE_FORM, exposureQueryOf } from './exposure-target.ts';
import { presentExposure } from './exposure-text.ts';
import { type Io, printJson } from './io.ts';

interface Flags extends CallFlags {
  readonly resolvers?: boolean;
}

/** `meridian exposure`: how much caches may still hold, of what; or which resolvers ask otherwise than the TTLs say. */
export function addExposure(program: Command, io: Io): void {
  const command = program
    .command('exposure')
    .description('show how many answers of each endpoint caches may still hold, and when they run out')
    .argument('[target]', `show this alone: ${EXPOSURE_FORM}; of a pool or an endpoint with its part in each record`)
    .addOption(resolversFlag());
  withClientFlags(command)
    .addHelpText('after', examples('exposure', 'exposure example.com/web-hangzhou', 'exposure --resolvers', 'exposure --json'))
    .action(async (target: string | undefined, flags: Flags) => {
      if (flags.resolvers && target !== undefined)
        throw new UsageError('--resolvers: resolvers are those of all zones, expected no target');
      if (flags.resolvers) {
        const askers = await clientOf(flags).get(askersView, '/v1/exposure/resolvers');
        if (flags.json) printJson(io, askers);
        else io.out(presentAskers(askers));
        return;
      }
      const exposure = await clientOf(flags).get(exposureView, `/v1/exposure${exposureQueryOf(target)}`);
      if (flags.json) printJson(io, exposure);
      else io.out(presentExposure(exposure));
    });
}
