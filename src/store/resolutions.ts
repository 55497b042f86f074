import type Database from 'better-sqlite3';
import { asName } from '../lib/dns-name.ts';
import { formatIp, parseIp } from '../lib/ip-address.ts';
import type { Address } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { guarded } from './errors.ts';
import { type Row, RowError, readRows, textIn, timeIn } from './row.ts';

/** The addresses of a host as they were found last; none of them a host name, at least one. */
export interface SavedResolution {
  readonly host: Name;
  readonly addresses: readonly Address[];
  /** Milliseconds since the epoch. */
  readonly foundAtMs: number;
}

/** What the next start begins from, and one line for each row that made no sense. */
export interface RestoredResolutions {
  readonly resolutions: ReadonlyMap<Name, Omit<SavedResolution, 'host'>>;
  readonly warnings: readonly string[];
}

/** The table of addresses found for hosts. */
export interface Resolutions {
  /** Keeps these, all or nothing, each in place of the one before. */
  save(resolutions: readonly SavedResolution[]): void;
  restore(): RestoredResolutions;
  /** Forgets the hosts that are not among `declared`; gives how many they were. */
  prune(declared: ReadonlySet<Name>): number;
}

/** The table in an open database whose schema is up to date. */
export function resolutionsIn(database: Database.Database): Resolutions {
  const save = database.prepare('INSERT OR REPLACE INTO resolutions (host, addresses, found_at_ms) VALUES (?, ?, ?)');
  const list = database.prepare<[], Row>('SELECT * FROM resolutions');
  const saveAll = database.transaction((resolutions: readonly SavedResolution[]) => {
    for (const { host, addresses, foundAtMs } of resolutions) {
      save.run(host, addresses.map(({ text }) => text).join(' '), Math.round(foundAtMs));
    }
  });
  const prune = pruning(database);
  return {
    save: resolutions => guarded(database.name, () => saveAll(resolutions)),
    restore() {
      const { rows, warnings } = guarded(database.name, () => readRows('resolutions', list.all(), readResolution));
      return { resolutions: new Map(rows.map(({ host, ...resolution }) => [host, resolution])), warnings };
    },
    prune: declared => guarded(database.name, () => prune(declared)),
  };
}

function pruning(database: Database.Database): Resolutions['prune'] {
  const list = database.prepare<[], { host: Name }>('SELECT host FROM resolutions');
  const forget = database.prepare('DELETE FROM resolutions WHERE host = ?');
  return database.transaction((declared: ReadonlySet<Name>) => {
    const gone = list.all().filter(({ host }) => !declared.has(host));
    for (const { host } of gone) forget.run(host);
    return gone.length;
  });
}

function readResolution(row: Row): SavedResolution {
  const host = textIn(row, 'host');
  if (asName(host) !== host) throw new RowError(`host is ${JSON.stringify(host)}, expected an absolute name in lower case`);
  return { host, addresses: textIn(row, 'addresses').split(' ').map(readAddress), foundAtMs: timeIn(row, 'found_at_ms') };
}

function readAddress(text: string): Address {
  const bytes = parseIp(text);
  if (!bytes || formatIp(bytes) !== text) {
    throw new RowError(`addresses has ${JSON.stringify(text)}, expected IPv4 and IPv6 addresses with a blank between`);
  }
  return { family: bytes.length === 4 ? 'ipv4' : 'ipv6', text, bytes };
}
