import { once } from 'node:events';
import type { Command } from 'commander';
import { howFlag, zonesFlag } from '../config/options.ts';
import { formatSocketAddress } from '../lib/socket-address.ts';
import { nearestWord } from '../lib/suggest.ts';
import { BEHAVIOUR_TEXT, BREAKS, type Break } from '../stand-ins/behaviour.ts';
import { breakSite, type ControlResult, mendSite } from '../stand-ins/control.ts';
import { planStandIns, type StandInPlan } from '../stand-ins/plan.ts';
import { startStandIn } from '../stand-ins/site.ts';
import { examples } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import type { Io } from './io.ts';
import { count } from './words.ts';

const WAYS = ['Ways to fail:', ...BREAKS.map(way => `  ${way.padEnd(5)}  ${BEHAVIOUR_TEXT[way]}`)].join('\n');

interface ZonesFlag {
  readonly zones: string;
}

/** `meridian stand-in`: local sites at the loopback endpoints of the zones, to try a failover with. */
export function addStandIn(program: Command, io: Io): void {
  const parent = program
    .command('stand-in')
    .description('run, break and mend stand-in sites: small local servers at the loopback endpoints of the zones')
    .helpCommand('help [command]', 'show how a command is used');
  parent
    .command('run')
    .description('run stand-in sites until stopped')
    .argument('[sites...]', 'names of sites (default: all)')
    .addOption(zonesFlag())
    .addHelpText('after', examples('stand-in run hangzhou beijing'))
    .action((sites: string[], { zones }: ZonesFlag) => run(io, sites, zones));
  parent
    .command('break')
    .description('break a running stand-in site, so that its probes fail')
    .argument('<site>', 'its name in the zones')
    .addOption(howFlag(BREAKS))
    .addOption(zonesFlag())
    .addHelpText('after', `\n${WAYS}\n${examples('stand-in break hangzhou', 'stand-in break hangzhou --how hang')}`)
    .action(async (site: string, { zones, how }: ZonesFlag & { how: Break }) => tell(io, await breakSite(await planOf(site, zones), how)));
  parent
    .command('mend')
    .description('mend a broken stand-in site')
    .argument('<site>', 'its name in the zones')
    .addOption(zonesFlag())
    .addHelpText('after', examples('stand-in mend hangzhou'))
    .action(async (site: string, { zones }: ZonesFlag) => tell(io, await mendSite(await planOf(site, zones))));
}

async function run(io: Io, sites: readonly string[], zones: string): Promise<void> {
  const stop = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const plans = sites.length === 0 ? await planAll(zones) : await plansOf(sites, zones);
  await using running = new AsyncDisposableStack();
  for (const plan of plans) {
    const site = running.use(await startStandIn(plan));
    for (const warning of site.warnings) io.err(`warning: ${warning}`);
    io.out(`site ${site.site} at ${site.listeners.map(formatSocketAddress).join(', ')}`);
  }
  await stop;
}

function tell(io: Io, results: readonly ControlResult[]): void {
  const failed = results.filter(({ ok }) => !ok);
  for (const { ok, message } of results) if (ok) io.out(message);
  if (failed.length > 0) throw new CommandFailure(failed.map(({ message }) => message).join('\n'));
}

async function planOf(site: string, zones: string): Promise<StandInPlan> {
  const [plan] = await plansOf([site], zones);
  return plan!;
}

async function plansOf(sites: readonly string[], zones: string): Promise<StandInPlan[]> {
  const plans = new Map((await planAll(zones)).map(plan => [plan.site, plan]));
  const missing = sites.filter(site => !plans.has(site));
  if (missing.length > 0) throw new CommandFailure(missing.map(site => unknownSite(site, [...plans.keys()])).join('\n'));
  return [...new Set(sites)].map(site => plans.get(site)!);
}

function unknownSite(site: string, known: readonly string[]): string {
  const near = nearestWord(site, known);
  const hint = near === undefined ? `there is ${known.join(', ') || 'none'}` : `did you mean ${near}?`;
  return `no site "${site}" with an endpoint on a loopback address; ${hint}`;
}

async function planAll(zones: string): Promise<StandInPlan[]> {
  const { loadZones } = await import('../config/load.ts');
  const { declared, findings } = loadZones(zones);
  if (declared) return planStandIns(declared);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  throw new CommandFailure(`${zones} has ${count(errors, 'error')}: ./meridian check ${zones} prints them`);
}
