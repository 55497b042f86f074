import type { Endpoint, Pool, PoolSelect } from '../../model/steering.ts';
import type { PoolInput } from '../schema/pool.ts';
import type { Draft } from './draft.ts';
import { ALL_ANSWERS } from './policy/all.ts';
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
  const { select, flatten, min_up: minUp } = input;
  const answers = input.answers ?? defaultAnswers(select, endpoints, flatten);
  const declared: Pool = { name, site: input.site, ...monitors, endpoints, select, answers, flatten, minUp };
  checkCounts(draft, declared, input.answers);
  checkHosts(draft, declared);
  return declared;
}

/** A host name may have more addresses than one. */
function defaultAnswers(select: PoolSelect, endpoints: readonly Endpoint[], flatten: boolean): number {
  if (select !== 'all') return 1;
  return flatten && endpoints.some(isHost) ? ALL_ANSWERS : endpoints.length;
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

function checkCounts(draft: Draft, pool: Pool, answers: number | undefined): void {
  const { name, endpoints, select, flatten, minUp } = pool;
  const has = `the pool has ${endpoints.length}`;
  if (minUp > endpoints.length) draft.error(['pools', name, 'min_up'], `${minUp} endpoints can never be up: ${has}`);
  if (answers !== undefined && answers > endpoints.length && !(flatten && endpoints.some(isHost))) {
    draft.warning(['pools', name, 'answers'], `no answer can carry ${answers} addresses: ${has}`);
  }
  const weighs = select === 'weighted' || select === 'sticky';
  if (weighs && endpoints.every(({ weight }) => weight === 0)) {
    draft.warningAtKey(['pools', name, 'endpoints'], 'every endpoint has weight 0, so all count alike');
  }
}

/** A host name is answered as a CNAME, which has neither company nor a second one (RFC 2181 section 10.1), or else flattened. */
function checkHosts(draft: Draft, { name, endpoints, answers, select, flatten }: Pool): void {
  const hosts = endpoints.filter(isHost);
  if (flatten && hosts.length === 0)
    draft.warning(['pools', name, 'flatten'], 'no endpoint is a host name, so there is nothing to flatten');
  if (flatten || hosts.length === 0) return;
  if (hosts.length < endpoints.length) {
    draft.errorAtKey(['pools', name, 'endpoints'], `expected either addresses or host names, found both; ${FLATTEN}`);
  }
  if (select === 'all') draft.error(['pools', name, 'select'], `a pool of host names cannot answer with all of them; ${FLATTEN}`);
  else if (answers > 1) draft.error(['pools', name, 'answers'], `expected 1 in a pool of host names, found \`${answers}\`; ${FLATTEN}`);
}

const FLATTEN = 'with flatten: true their addresses are answered';

function isHost({ address }: Endpoint): boolean {
  return address.family === 'host';
}
