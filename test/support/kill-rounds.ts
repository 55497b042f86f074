import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Meridian, startMeridian } from './meridian.ts';
import { writeMmdb } from './mmdb-writer.ts';
import { zonesDirectory } from './zones-directory.ts';

const YAML = `sites:
  one: { country: CN }
pools:
  web: { site: one, endpoints: { a: 192.0.2.1, b: 192.0.2.2 } }
records:
  www: { ttl: 5s, steer: web }
`;
const ENDPOINTS = ['a', 'b'] as const;
/** Changes that are acknowledged before the process is killed, at the least and at the most. */
const FEWEST = 3;
const MOST = 12;

type Endpoint = (typeof ENDPOINTS)[number];

/** What was acknowledged last, and what was asked for last, of one endpoint. */
interface Written {
  acknowledged: number;
  asked: number;
}

/** As `killRounds`, with so many servers side by side that have a part of the rounds each: most of a round is waiting for the disk. */
export async function killRoundsOf(servers: number, rounds: number): Promise<readonly string[]> {
  const each = Array.from({ length: servers }, (_, i) => killRounds(Math.floor((rounds + i) / servers)));
  return (await Promise.all(each)).flat();
}

/**
 * Kills a server while weights are written, starts it again over the same data, and compares what is there with what was acknowledged, as
 * many times. Gives a line for each loss; a start that fails is thrown.
 */
export async function killRounds(rounds: number): Promise<readonly string[]> {
  await using directory = await zonesDirectory({ 'example.com.yaml': YAML });
  // Of a start, most is the geographic database, which none of this asks.
  const geography = join(directory.folder, 'geo.mmdb');
  await writeFile(geography, writeMmdb({ ipVersion: 4, type: 'Country', entries: { '192.0.2.0/24': { country_code: 'CN' } } }));
  const written = new Map<Endpoint, Written>(ENDPOINTS.map(name => [name, { acknowledged: 1, asked: 1 }]));
  const losses: string[] = [];
  for (let round = 0; round <= rounds; round++) {
    await using meridian = await startMeridian({ ...directory, flags: ['--geodb', geography] });
    if (round > 0) for (const loss of await lossesOf(meridian, written)) losses.push(`round ${round}: ${loss}`);
    if (round < rounds) await writeUntilKilled(meridian, written, FEWEST + (round % (MOST - FEWEST + 1)));
  }
  return losses;
}

/** Both endpoints are written at the same time, each change as soon as the one before is answered; the kill comes in the midst of them. */
async function writeUntilKilled(meridian: Meridian, written: ReadonlyMap<Endpoint, Written>, changes: number): Promise<void> {
  let left = changes;
  const enough = Promise.withResolvers<void>();
  const write = async (name: Endpoint, of: Written) => {
    for (;;) {
      of.asked = (of.asked % 65_535) + 1;
      const { status } = await meridian.api('PATCH', pathOf(name), { weight: of.asked });
      if (status !== 200) throw new Error(`a change was answered with ${status}`);
      of.acknowledged = of.asked;
      if (--left === 0) enough.resolve();
    }
  };
  const writers = [...written].map(([name, of]) => write(name, of));
  const failed = Promise.allSettled(writers);
  await Promise.race([enough.promise, ...writers]);
  await meridian.end('SIGKILL');
  await failed;
}

async function lossesOf(meridian: Meridian, written: ReadonlyMap<Endpoint, Written>): Promise<string[]> {
  const found = [...written].map(async ([name, of]) => {
    const { body } = await meridian.api<{ readonly effective: { readonly weight: number } }>('GET', pathOf(name));
    const { weight } = body.effective;
    if (weight === of.acknowledged || weight === of.asked) {
      of.acknowledged = weight;
      of.asked = weight;
      return [];
    }
    return [`weight of ${name} is ${weight}, acknowledged was ${of.acknowledged}, asked for ${of.asked}`];
  });
  return (await Promise.all(found)).flat();
}

function pathOf(name: Endpoint): string {
  return `/v1/zones/example.com/pools/web/endpoints/${name}`;
}
