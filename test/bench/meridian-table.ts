import { compileTable } from '../../src/answer/compile.ts';
import type { AnswerTable } from '../../src/answer/table.ts';
import { loadZones } from '../../src/config/load.ts';
import { bundledDatabaseFile, openDatabase } from '../../src/geo/database.ts';
import { compileLocations } from '../../src/geo/location-table.ts';
import { endpointKey } from '../../src/lib/keys.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import type { Declared } from '../../src/model/declared.ts';
import type { EndpointState, EndpointStates } from '../../src/model/effective.ts';

/** The answer table of a zones directory with every endpoint up; throws what the loader found wrong. */
export function benchTable(zones: string): AnswerTable {
  const { declared, findings } = loadZones(zones);
  if (!declared) throw new Error(findings.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
  const locations = compileLocations(openDatabase(bundledDatabaseFile()));
  return compileTable({ declared, states: allUp(declared), locations, generation: 1 }).table;
}

/** The states of all endpoints that are declared: up. */
export function allUp(declared: Declared): EndpointStates {
  const states = new Map<string, EndpointState>();
  for (const zone of declared.zones.values()) {
    for (const pool of zone.steering?.pools.values() ?? []) {
      for (const { name, weight, address } of pool.endpoints) {
        const key = endpointKey(zone.name, pool.name, name);
        const measured = { verdict: 'up', reason: 'bench', sinceMs: 0, wavering: false, outlook: NEVER_TURNS } as const;
        states.set(key, {
          key,
          measured,
          override: undefined,
          intents: [],
          effective: 'up',
          declaredWeight: weight,
          weight,
          addresses: [address],
        });
      }
    }
  }
  return states;
}
