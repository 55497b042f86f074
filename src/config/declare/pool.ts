import type { Endpoint, Pool } from '../../model/steering.ts';
import type { PoolInput } from '../schema/pool.ts';
import type { Draft } from './draft.ts';
import { checkReference } from './reference.ts';

/** The names that a pool may refer to. */
export interface PoolReferences {
  readonly sites: ReadonlySet<string>;
  readonly monitors: ReadonlySet<string>;
}

/** A pool as the model has it. */
export function declarePool(draft: Draft, name: string, pool: { readonly input: PoolInput; readonly known: PoolReferences }): Pool {
  const { input, known } = pool;
  checkReference(draft, ['pools', name, 'site'], { kind: 'site', name: input.site, known: known.sites });
  const monitors = declareMonitors(draft, name, pool);
  const endpoints = declareEndpoints(draft, name, input);
  checkCounts(draft, name, input);
  checkFamilies(draft, name, { endpoints, answers: input.answers, select: input.select });
  return { name, site: input.site, ...monitors, endpoints, select: input.select, answers: input.answers, minUp: input.min_up };
}

function declareMonitors(draft: Draft, name: string, { input, known }: { input: PoolInput; known: PoolReferences }) {
  const path = ['pools', name, 'monitors'];
  const require = input.monitors?.any ? 'any' : 'all';
  const listed = input.monitors?.any ?? input.monitors?.all ?? [];
  listed.forEach((monitor, i) => {
    checkReference(draft, [...path, require, i], { kind: 'monitor', name: monitor, known: known.monitors });
    if (listed.indexOf(monitor) < i) draft.error([...path, require, i], `\`${monitor}\` is in this list already`);
  });
  if (input.monitor === undefined) return { monitors: listed, require } as const;
  checkReference(draft, ['pools', name, 'monitor'], { kind: 'monitor', name: input.monitor, known: known.monitors });
  if (input.monitors) draft.errorAtKey(path, 'expected either monitor or monitors, found both');
  return { monitors: [input.monitor], require } as const;
}

function declareEndpoints(draft: Draft, pool: string, input: PoolInput): Endpoint[] {
  const endpoints: Endpoint[] = [];
  const owners = new Map<string, string>();
  for (const name of draft.places.keys(['pools', pool, 'endpoints'])) {
    const { address, weight } = input.endpoints[name]!;
    const before = owners.get(address.text);
    if (before !== undefined) draft.error(addressPath(draft, pool, name), `endpoint \`${before}\` has the address ${address.text} already`);
    owners.set(address.text, name);
    endpoints.push({ name, address, weight });
  }
  return endpoints;
}

/** Where an endpoint's address stands: the short form has it as the value itself. */
export function addressPath(draft: Draft, pool: string, endpoint: string): string[] {
  const path = ['pools', pool, 'endpoints', endpoint];
  return draft.places.keys(path).includes('address') ? [...path, 'address'] : path;
}

function checkCounts(draft: Draft, name: string, input: PoolInput): void {
  const declared = Object.values(input.endpoints);
  const has = `the pool has ${declared.length}`;
  if (input.min_up > declared.length) draft.error(['pools', name, 'min_up'], `${input.min_up} endpoints can never be up: ${has}`);
  if (input.answers > declared.length) draft.warning(['pools', name, 'answers'], `no answer can carry ${input.answers} addresses: ${has}`);
  if (input.select === 'weighted' && declared.every(({ weight }) => weight === 0)) {
    draft.warningAtKey(['pools', name, 'endpoints'], 'every endpoint has weight 0, so all count alike');
  }
}

type Families = Pick<Pool, 'endpoints' | 'answers' | 'select'>;

/** A host name is answered as a CNAME, which has neither company nor a second one (RFC 2181 section 10.1). */
function checkFamilies(draft: Draft, name: string, { endpoints, answers, select }: Families): void {
  const hosts = endpoints.filter(({ address }) => address.family === 'host');
  if (hosts.length === 0) return;
  if (hosts.length < endpoints.length) {
    draft.errorAtKey(['pools', name, 'endpoints'], 'expected either addresses or host names, found both');
  }
  if (answers > 1) draft.error(['pools', name, 'answers'], `expected 1 in a pool of host names, found \`${answers}\``);
  if (select === 'all') draft.error(['pools', name, 'select'], 'a pool of host names cannot answer with all of them');
}
