import type { z } from 'zod';
import { type recordView, statusView } from '../api/contract.ts';
import { asName, displayName } from '../lib/dns-name.ts';
import type { Client } from './client.ts';
import { CommandFailure } from './failure.ts';
import { presentTree } from './tree.ts';

/** One name of a zone. */
export type RecordAnswer = z.infer<typeof recordView>;

/** The path in the API of a record by its full name, in the zone that is closest above it. Throws a CommandFailure where no zone is. */
export async function recordPath(client: Client, text: string): Promise<string> {
  const { zones } = await client.get(statusView, '/v1/status');
  const owner = asName(text);
  const name = owner === undefined ? text : displayName(owner);
  const above = zones.filter(zone => zone.name === '.' || name === zone.name || name.endsWith(`.${zone.name}`));
  const [closest] = above.sort((a, b) => b.name.length - a.name.length);
  if (!closest) throw new CommandFailure(`no zone has ${text}; there is ${zones.map(zone => zone.name).join(', ') || 'none'}`);
  return `/v1/zones/${encodeURIComponent(closest.name)}/records/${encodeURIComponent(`${name}.`)}`;
}

/** How a record is steered after a change, in one line. */
export function presentRecord({ owner, steered, generation }: RecordAnswer): string {
  const [now, file] = [presentTree(steered?.effective.steer), presentTree(steered?.declared.steer)];
  return `${owner}: ${now}${now === file ? '' : `; file ${file}`}; generation ${generation}`;
}
