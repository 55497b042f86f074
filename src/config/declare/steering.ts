import type { DeclaredDrill } from '../../model/drill.ts';
import type { Monitor } from '../../model/monitor.ts';
import type { Pool, Site, SteeredRecord, Steering } from '../../model/steering.ts';
import type { YamlSource } from '../yaml/source.ts';
import { noteUnknownCountry } from './country.ts';
import type { Draft } from './draft.ts';
import { declareDrill } from './drill.ts';
import { noteInforming } from './informing.ts';
import { declareMonitor } from './monitor.ts';
import { declarePool } from './pool.ts';
import { declareRecord } from './record.ts';
import { declareSafety } from './safety.ts';
import { readSections, type Sections } from './sections.ts';
import { noteSharedAddresses } from './shared-address.ts';
import type { SolvedBudget } from './ttl.ts';
import { noteUnused } from './unused.ts';

/** What a YAML file declares. With an error in the draft it is incomplete, and only good for looking for more errors. */
export function declareSteering(draft: Draft, source: YamlSource): Steering {
  const sections = readSections(draft, source.value);
  const sites = sitesOf(draft, sections);
  const monitors = monitorsOf(draft, sections);
  const pools = poolsOf(draft, sections);
  const records = recordsOf(draft, sections, { sites, monitors, pools });
  const declared = { sites, monitors, pools, records };
  const drills = drillsOf(draft, sections, declared);
  const safety = sections.safety && declareSafety(draft, sections.safety, declared);
  const steering = { ...declared, ...(drills.length > 0 && { drills }), ...(safety && { safety }) };
  if (source.value === undefined) draft.warning([], 'this file declares nothing to steer');
  noteInforming(draft, pools, monitors);
  noteSharedAddresses(draft, pools);
  // What an object of the wrong shape would have used is not known.
  if (!draft.findings.some(({ severity }) => severity === 'error')) noteUnused(draft, steering);
  return steering;
}

function sitesOf(draft: Draft, { sites }: Sections): Map<string, Site> {
  for (const [name, input] of sites) if (input?.country) noteUnknownCountry(draft, ['sites', name, 'country'], input.country);
  return new Map([...sites].flatMap(([name, input]) => (input ? [[name, { name, ...input }]] : [])));
}

function monitorsOf(draft: Draft, { monitors }: Sections): Map<string, Monitor> {
  return new Map([...monitors].flatMap(([name, input]) => (input ? [[name, declareMonitor(draft, name, input)]] : [])));
}

function poolsOf(draft: Draft, { sites, monitors, pools }: Sections): Map<string, Pool> {
  const known = { sites: new Set(sites.keys()), monitors: new Set(monitors.keys()) };
  return new Map([...pools].flatMap(([name, input]) => (input ? [[name, declarePool(draft, name, { input, known })]] : [])));
}

function drillsOf(draft: Draft, { drills }: Sections, declared: Steering): DeclaredDrill[] {
  return [...drills].flatMap(([name, input]) => (input ? (declareDrill(draft, name, { input, declared }) ?? []) : []));
}

function recordsOf(draft: Draft, sections: Sections, declared: Omit<Steering, 'records' | 'drills'>): SteeredRecord[] {
  const context = {
    draft,
    lasting: new Set<string>(),
    budgets: new Map<string, SolvedBudget>(),
    poolNames: new Set(sections.pools.keys()),
    clientSubnet: sections.ecs === 'use',
    ...declared,
  };
  const records: SteeredRecord[] = [];
  const labels = new Map<string, string>();
  for (const [label, input] of sections.records) {
    const record = input && declareRecord(context, label, input);
    if (!record) continue;
    const before = labels.get(record.owner);
    if (before !== undefined) draft.errorAtKey(['records', label], `\`${before}\` names the same owner, ${record.owner}`);
    labels.set(record.owner, label);
    records.push(record);
  }
  return records;
}
