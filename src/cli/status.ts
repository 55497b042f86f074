import type { Command } from 'commander';
import { type GeoDatabaseView, type StatusView, statusView, type ZoneView, zoneList } from '../api/contract.ts';
import { presentFinding } from '../config/present.ts';
import { displayName, NameError, parseName } from '../lib/dns-name.ts';
import { nearestWord } from '../lib/suggest.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import { type Io, printJson } from './io.ts';
import { presentZone } from './status-zone.ts';
import { plain } from './table.ts';
import { count, presentAge, presentCounts } from './words.ts';

/** `meridian status`: the server, and every zone with its records, pools and endpoints. */
export function addStatus(program: Command, io: Io): void {
  withClientFlags(program.command('status').description('show what is up, what is not, and why').argument('[zone]', 'show this zone alone'))
    .addHelpText('after', examples('status', 'status example.com', 'status --json'))
    .action(async (zone: string | undefined, flags: CallFlags) => {
      const client = clientOf(flags);
      const status = await client.get(statusView, '/v1/status');
      const { zones } = await client.get(zoneList, '/v1/zones');
      const shown = zone === undefined ? zones : [pick(zones, zone)];
      if (flags.json) printJson(io, { ...status, zones: shown });
      // Ages by the server's own clock: this machine's may differ.
      else io.out([presentServer(status), ...shown.map(view => presentZone(view, Date.parse(status.now)))].join('\n\n'));
    });
}

function pick(zones: readonly ZoneView[], text: string): ZoneView {
  const wanted = canonical(text);
  const found = zones.find(({ name }) => name === wanted);
  if (found) return found;
  const names = zones.map(({ name }) => name);
  const near = nearestWord(text, names);
  const few = names.length <= 10 ? `; there is ${names.join(', ') || 'none'}` : '; ./meridian status shows all';
  throw new CommandFailure(`no zone "${text}"${near === undefined ? few : `; did you mean ${near}?`}`);
}

/** A name as the API writes it, however it was written; undefined where it is none. */
function canonical(text: string): string | undefined {
  try {
    return displayName(parseName(text));
  } catch (error) {
    if (error instanceof NameError) return undefined;
    throw error;
  }
}

function presentServer(status: StatusView): string {
  const { measured, effective } = status.endpoints;
  const lines = [
    `Meridian ${status.version}, ${status.ready ? 'ready' : 'not ready'}, up ${presentAge(status.uptime_seconds * 1000)}, generation ${status.generation}`,
    `Listening  ${status.listening.join(', ') || 'nowhere'}`,
    `Vantages   ${status.vantages.join(', ') || 'none'}`,
    `Endpoints  measured ${presentCounts(measured)}; effective ${presentCounts(effective)}; ${presentIntents(status)}`,
  ];
  lines.push(...presentGeoDatabase(status.geo_database));
  if (status.last_error !== null) lines.push(`Last error ${plain(status.last_error)}`);
  if (status.rejected.length > 0) {
    lines.push('The last reload was not taken; the zones before it are served:');
    for (const finding of status.rejected) lines.push(`  ${presentFinding(finding)}`);
  }
  return lines.join('\n');
}

/** What is planned is not in force yet. */
function presentIntents({ intents, maintenance: { planned } }: StatusView): string {
  return `${count(intents - planned, 'intent')} in force${planned === 0 ? '' : `, ${planned} planned`}`;
}

function presentGeoDatabase({ type, age_seconds, prefixes, fields, last_error, warnings }: GeoDatabaseView): string[] {
  const has = fields.join(', ') || 'nothing that is looked at';
  return [
    `Geography  ${plain(type)}, built ${presentAge(age_seconds * 1000)} ago, ${prefixes} ${prefixes === 1 ? 'prefix' : 'prefixes'} with ${has}`,
    ...(last_error === null ? [] : [`  not loaded, the one before is served: ${plain(last_error)}`]),
    ...warnings.map(warning => `  warning: ${plain(warning)}`),
  ];
}
