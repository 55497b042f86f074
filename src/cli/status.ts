import type { Command } from 'commander';
import { endpointDetail, type GeoDatabaseView, poolAnswer, type StatusView, statusView, zoneAnswer, zoneList } from '../api/contract.ts';
import { presentFinding } from '../config/present.ts';
import { UsageError } from '../config/usage-error.ts';
import { asName, displayName } from '../lib/dns-name.ts';
import { nearestWord } from '../lib/suggest.ts';
import { readTarget } from '../lib/target-text.ts';
import type { Client } from './client.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import { type Io, printJson } from './io.ts';
import { presentEndpoint } from './status-endpoint.ts';
import { presentZone } from './status-zone.ts';
import { plain } from './table.ts';
import { parseTarget } from './target.ts';
import { count, presentAge, presentCounts } from './words.ts';

const WHAT = 'ZONE, ZONE/POOL or ZONE/POOL/ENDPOINT';

/** `meridian status`: the server, and every zone with its records, pools and endpoints; or some of them, with what the vantages say. */
export function addStatus(program: Command, io: Io): void {
  const command = program
    .command('status')
    .description('show what is up, what is not, and why')
    .argument('[target]', `show this alone: ${WHAT}; an endpoint with what each vantage says of it`);
  withClientFlags(command)
    .addHelpText('after', examples('status', 'status example.com', 'status example.com/web-hangzhou/a', 'status --json'))
    .action(async (what: string | undefined, flags: CallFlags) => {
      const client = clientOf(flags);
      const status = await client.get(statusView, '/v1/status');
      const { json, text } = await look(client, status, what);
      if (flags.json) printJson(io, json);
      else io.out(text);
    });
}

/** What `--json` prints, and what people read. */
interface Sight {
  readonly json: object;
  readonly text: string;
}

function look(client: Client, status: StatusView, what: string | undefined): Promise<Sight> {
  if (what === undefined) return lookAtZones(client, status);
  const zone = canonical(what);
  if (status.zones.some(({ name }) => name === zone)) return lookAtZones(client, status, zone);
  const kind = readTarget(what)?.kind;
  if (kind === 'endpoint') return lookAtEndpoint(client, status, what);
  if (kind === 'pool') return lookAtPool(client, status, what);
  if (kind === 'site') throw new UsageError(`expected ${WHAT}, found "${what}": that is a site`);
  throw noZone(status, what);
}

/** Ages are by the server's own clock: this machine's may differ. */
async function lookAtZones(client: Client, status: StatusView, zone?: string): Promise<Sight> {
  const path = '/v1/zones';
  const zones =
    zone === undefined
      ? (await client.get(zoneList, path)).zones
      : [withoutGeneration(await client.get(zoneAnswer, `${path}/${encodeURIComponent(zone)}`))];
  const texts = zones.map(view => presentZone(view, Date.parse(status.now)));
  return { json: { ...status, zones }, text: [presentServer(status), ...texts].join('\n\n') };
}

function withoutGeneration<T extends { readonly generation: number }>({ generation: _, ...view }: T): Omit<T, 'generation'> {
  return view;
}

async function lookAtEndpoint(client: Client, { now }: StatusView, text: string): Promise<Sight> {
  const endpoint = await client.get(endpointDetail, parseTarget(text).path);
  return { json: endpoint, text: presentEndpoint(endpoint, Date.parse(now)) };
}

async function lookAtPool(client: Client, { now }: StatusView, text: string): Promise<Sight> {
  const pool = await client.get(poolAnswer, `${parseTarget(text).path}?ballots=true`);
  return { json: pool, text: pool.endpoints.map(endpoint => presentEndpoint(endpoint, Date.parse(now))).join('\n\n') };
}

function noZone({ zones }: StatusView, text: string): CommandFailure {
  const names = zones.map(({ name }) => name);
  const near = nearestWord(text, names);
  const few = names.length <= 10 ? `; there is ${names.join(', ') || 'none'}` : '; ./meridian status shows all';
  return new CommandFailure(`no zone "${text}"${near === undefined ? few : `; did you mean ${near}?`}`);
}

/** A name as the API writes it, however it was written; undefined where it is none. */
function canonical(text: string): string | undefined {
  const name = asName(text);
  return name === undefined ? undefined : displayName(name);
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
