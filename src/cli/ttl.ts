import type { Command } from 'commander';
import { ttlPlanView, zoneList } from '../api/contract.ts';
import { floorFlag, lossFlag, rtoFlag, vantagesFlag } from '../config/options.ts';
import { UsageError } from '../config/usage-error.ts';
import { asName } from '../lib/dns-name.ts';
import type { Client } from './client.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import { type Io, printJson } from './io.ts';
import { presentTtlPlan } from './ttl-plan-text.ts';

interface Flags extends CallFlags {
  readonly loss?: string;
  readonly rto?: string;
  readonly floor?: string;
  readonly vantages?: string;
}

/** `meridian ttl`: what TTLs cost. */
export function addTtl(program: Command, io: Io): void {
  const ttl = program.command('ttl').description('find out what TTLs and probes cost when an endpoint fails');
  const plan = ttl
    .command('plan')
    .description(
      'show what each choice of interval, fall, confirmation and TTL costs for a record, and which one keeps a loss; nothing is changed',
    )
    .argument('<name>', 'a steered name, in full')
    .addOption(lossFlag())
    .addOption(rtoFlag())
    .addOption(floorFlag())
    .addOption(vantagesFlag());
  withClientFlags(plan)
    .addHelpText(
      'after',
      examples(
        'ttl plan www.example.com --loss 10s',
        'ttl plan www.example.com --rto 30s --vantages 3',
        'ttl plan www.example.com --loss 1m --floor 60s',
      ),
    )
    .action(async (name: string, flags: Flags) => {
      const query = queryOf(flags);
      const client = clientOf(flags);
      const zone = await zoneOf(client, name);
      const path = `/v1/zones/${encodeURIComponent(zone)}/records/${encodeURIComponent(`${name.replace(/\.$/, '')}.`)}/ttl-plan?${query}`;
      const answer = await client.get(ttlPlanView, path);
      if (flags.json) printJson(io, answer);
      else io.out(presentTtlPlan(answer));
    });
}

function queryOf({ loss, rto, floor, vantages }: Flags): URLSearchParams {
  if ((loss === undefined) === (rto === undefined)) throw new UsageError('expected either --loss or --rto, with a duration such as 10s');
  const given = { loss, rto, provider_floor: floor, vantages };
  return new URLSearchParams(
    Object.entries(given).flatMap(([key, value]): [string, string][] => (value === undefined ? [] : [[key, value]])),
  );
}

/** The zone that has a name: the longest one that it ends in. */
async function zoneOf(client: Client, text: string): Promise<string> {
  const name = asName(text);
  if (name === undefined) throw new UsageError(`name: expected a domain name such as www.example.com, found "${text}"`);
  const { zones } = await client.get(zoneList, '/v1/zones');
  const above = zones.map(zone => zone.name).filter(zone => name === asName(zone) || name.endsWith(`.${asName(zone)}`));
  const nearest = above.sort((a, b) => b.length - a.length)[0];
  if (nearest !== undefined) return nearest;
  throw new CommandFailure(`no zone has the name ${text}; there is ${zones.map(zone => zone.name).join(', ') || 'none'}`);
}
