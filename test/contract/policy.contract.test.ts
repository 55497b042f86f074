import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIp } from '../../src/lib/ip-address.ts';
import { parsePrefix } from '../../src/lib/ip-prefix.ts';
import { subnetIndex } from '../../src/lib/subnet-index.ts';
import type { ExplainedStep } from '../../src/model/explanation.ts';
import type { Location } from '../../src/model/location.ts';
import type { GeoMatch, Pool, SteeringNode, Subnet } from '../../src/model/steering.ts';
import { Classifier, placesOnly } from '../../src/steering/client-classes.ts';
import { viewOf } from '../../src/steering/client-view.ts';
import type { Member, Outcome, RecordDraw, Walk } from '../../src/steering/policy.ts';
import { POLICIES, policyOf } from '../../src/steering/registry.ts';
import { finder, UP, walkOf, walkUp } from '../steering/decided.ts';
import { leaf, pool, SITES, type StateOf, scene, statesOf } from '../steering/declare.ts';

const POOLS = [
  pool('p0', ['192.0.2.1 10', '192.0.2.2 30']),
  pool('p1', ['192.0.2.3', '192.0.2.4 0'], { site: 'beijing' }),
  pool('p2', ['192.0.2.5'], { site: 'singapore' }),
  pool('p3', ['192.0.2.6', '192.0.2.7'], { site: 'frankfurt', select: 'failover' }),
  pool('p4', ['192.0.2.8']),
];
const SCENE = scene(...POOLS);
const ENDPOINTS = POOLS.flatMap(({ name, endpoints }) => endpoints.map(endpoint => `${name}/${endpoint.name}`));

const BRANCHES: readonly GeoMatch[] = [
  { kind: 'country', code: 'CN' },
  { kind: 'continent', code: 'AS' },
  { kind: 'asn', number: 64_500 },
  { kind: 'subdivision', code: 'CN-ZJ' },
];

/** Clients of all kinds; at a pole all sites but their distances' order are alike, and some are nowhere known. */
const CLIENTS: readonly (Location & { readonly at?: string })[] = [
  {},
  { at: '203.0.113.9' },
  { at: '203.0.113.200', country: 'CN' },
  { at: '2001:db8::1', continent: 'EU' },
  { at: '2002:cb00:71c8::1' },
  { country: 'CN' },
  { country: 'CN', continent: 'AS', coordinates: SITES.hangzhou! },
  { country: 'CN', continent: 'AS', subdivision: 'CN-ZJ', asn: 64_500, coordinates: [30, 120] },
  { country: 'CN', continent: 'AS', subdivision: 'CN-ZJ', coordinates: [30.1, 120.1] },
  { continent: 'AS', coordinates: SITES.singapore! },
  { continent: 'EU', coordinates: [50, 8] },
  { continent: 'EU', coordinates: [48, 2] },
  { asn: 64_500 },
  { coordinates: [90, 0] },
  { coordinates: [-33, 151] },
];

const BLOCKS: readonly Subnet[] = ['203.0.113.0/24', '203.0.113.128/25', '2001:db8::/32', '0.0.0.0/0'].map(text => ({
  text,
  ...parsePrefix(text)!,
}));

type Inner = fc.Arbitrary<SteeringNode>;
type Some = fc.Arbitrary<SteeringNode[]>;

/** How to make nodes of each policy from nodes below; a new policy does not compile without its line here. */
const SUBJECTS: Readonly<Record<SteeringNode['policy'], (inner: Inner) => fc.Arbitrary<SteeringNode>>> = {
  pool: () => fc.constantFrom(...POOLS).map(({ name }) => leaf(name)),
  failover: inner => some(inner).map(of => ({ policy: 'failover', of })),
  weighted: inner =>
    fc.array(fc.record({ to: inner, weight: fc.constantFrom(0, 1, 40, 65_535) }), { minLength: 1, maxLength: 4 }).map(of => ({
      policy: 'weighted',
      of,
    })),
  geo: inner =>
    fc.tuple(some(inner), fc.shuffledSubarray([...BRANCHES], { minLength: 1 }), fc.option(inner)).map(([to, matches, otherwise]) => ({
      policy: 'geo',
      branches: matches.map((match, i) => ({ match, to: to[i % to.length]! })),
      ...(otherwise ? { otherwise } : {}),
    })),
  nearest: inner =>
    fc.tuple(some(inner), fc.constantFrom(0, 10, 300)).map(([of, withinPercent]) => ({ policy: 'nearest', of, withinPercent })),
  subnet: inner =>
    fc.tuple(some(inner), fc.shuffledSubarray([...BLOCKS], { minLength: 1 }), fc.option(inner)).map(([to, blocks, otherwise]) => ({
      policy: 'subnet',
      branches: blocks.map((match, i) => ({ match, to: to[i % to.length]! })),
      ...(otherwise ? { otherwise } : {}),
    })),
  sticky: inner =>
    fc.array(fc.record({ to: inner, weight: fc.constantFrom(0, 1, 40, 65_535) }), { minLength: 1, maxLength: 4 }).map(of => ({
      policy: 'sticky',
      of,
      prefix: { ipv4: 24, ipv6: 56 },
    })),
  all: inner => fc.tuple(some(inner), fc.constantFrom(1, 2, 65_535)).map(([of, answers]) => ({ policy: 'all', of, answers })),
};

function some(inner: Inner): Some {
  return fc.array(inner, { minLength: 1, maxLength: 4 });
}

const anyTree = fc.letrec<{ tree: SteeringNode }>(tie => {
  const policies = Object.values(SUBJECTS).map(subject => subject(tie('tree')));
  return { tree: fc.oneof({ depthSize: 'small', maxDepth: 2, withCrossShrink: true }, ...(policies as [Inner, ...Inner[]])) };
}).tree;

const anyStates = fc.array(fc.constantFrom<StateOf>({}, { verdict: 'down' }, { verdict: 'unknown' }, { override: 'drain' }), {
  minLength: ENDPOINTS.length,
  maxLength: ENDPOINTS.length,
});
const anyClient = fc.constantFrom(...CLIENTS);

function byName(states: readonly StateOf[]): Readonly<Record<string, StateOf>> {
  return Object.fromEntries(ENDPOINTS.map((name, i) => [name, states[i]!]));
}

type Asking = (typeof CLIENTS)[number];

/** The rule in its plainest form: a tree is up for a client when any pool is that the client can be led to. */
function canServe(node: SteeringNode, client: Asking, isUp: (pool: string) => boolean): boolean {
  if (node.policy === 'pool') return isUp(node.pool);
  return ledTo(node, client).some(child => canServe(child, client, isUp));
}

function ledTo(node: SteeringNode, client: Asking): readonly SteeringNode[] {
  if (node.policy !== 'geo' && node.policy !== 'subnet') return policyOf(node).children(node);
  const otherwise = node.otherwise ? [node.otherwise] : [];
  if (node.policy === 'subnet') {
    const holding = client.at === undefined ? [] : subnetIndex(node.branches.map(({ match }) => match)).find(parseIp(client.at)!);
    return [...holding.map(branch => node.branches[branch]!.to), ...otherwise];
  }
  const fitting = node.branches.filter(({ match }) =>
    match.kind === 'asn' ? client.asn === match.number : client[match.kind] === match.code,
  );
  return [...fitting.map(({ to }) => to), ...otherwise];
}

/** Pools, endpoints and shares, so that two outcomes can be compared. */
function essence(outcome: Outcome | undefined): unknown {
  return outcome?.map(({ weight, draw }) =>
    draw.kind === 'sticky'
      ? [weight.toFixed(9), draw.prefix, draw.of.map(branch => [branch.weight, branch.name, essence(branch.outcome)])]
      : [
          weight.toFixed(9),
          draw.select,
          draw.answers,
          draw.members.map(({ pool, endpoint, weight }) => [pool.name, endpoint.name, weight]),
        ],
  );
}

/** Every draw of records that an outcome may come to, with the weights on the way. */
function drawsOf(outcome: Outcome): { readonly weights: readonly number[]; readonly draw: RecordDraw }[] {
  return outcome.flatMap(({ weight, draw }) =>
    draw.kind === 'records'
      ? [{ weights: [weight], draw }]
      : draw.of.flatMap(branch => drawsOf(branch.outcome).map(below => ({ ...below, weights: [weight, branch.weight, ...below.weights] }))),
  );
}

test('every policy of the registry is in this suite', () => expect(Object.keys(SUBJECTS).sort()).toEqual(Object.keys(POLICIES).sort()));

function memberOf(pool: Pool): Member {
  const endpoint = pool.endpoints[0]!;
  return { pool, endpoint, address: endpoint.address, weight: 1 };
}

function checkMember({ pool, endpoint, weight }: Member, node: SteeringNode, { stateOf }: ReturnType<typeof walkOf>): void {
  expect(SCENE.poolsBelow(node)).toContain(pool);
  expect(weight).toBeGreaterThan(0);
  expect(UP.eligible(stateOf(pool, endpoint))).toBe(true);
}

describe.each(Object.entries(SUBJECTS))('policy %s', (_, subject) => {
  const anyNode = subject(anyTree);

  test('is down exactly when all is that fits the client', () => {
    fc.assert(
      fc.property(anyNode, anyClient, anyStates, (node, client, list) => {
        const states = byName(list);
        const options = walkOf(SCENE, { client, states });
        const isUp = (name: string) => {
          const declared = SCENE.steering.pools.get(name)!;
          return declared.endpoints.some(endpoint => UP.eligible(options.stateOf(declared, endpoint)));
        };
        expect(walkUp(node, options) !== undefined).toBe(canServe(node, client, isUp));
      }),
      { numRuns: 300 },
    );
  });

  test('gives endpoints that may be answered, of pools below it, with positive shares, and is never empty', () => {
    fc.assert(
      fc.property(anyNode, anyClient, anyStates, (node, client, list) => {
        const options = walkOf(SCENE, { client, states: byName(list) });
        const outcome = walkUp(node, options);
        if (!outcome) return;
        expect(outcome.length).toBeGreaterThan(0);
        for (const { weights, draw } of drawsOf(outcome)) {
          for (const weight of weights) {
            expect(weight).toBeGreaterThan(0);
            expect(weight).toBeLessThan(Number.POSITIVE_INFINITY);
          }
          expect(draw.members.length).toBeGreaterThan(0);
          expect(new Set(draw.members.map(({ address }) => address)).size).toBe(draw.members.length);
          for (const member of draw.members) checkMember(member, node, options);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('treats clients of one key alike, whatever is up', () => {
    fc.assert(
      fc.property(anyNode, fc.array(anyStates, { minLength: 1, maxLength: 8 }), (node, lists) => {
        for (const list of lists) {
          const stateOf = finder(statesOf('example.com.', SCENE.steering, byName(list)));
          const asked = CLIENTS.map(client => ({ ...walkOf(SCENE, { client }), stateOf }));
          const outcomes = asked.map(options => essence(walkUp(node, options)));
          const view = viewOf(node, SCENE);
          const classed = view && new Classifier(placesOnly(asked.map(({ client }) => client))).classify(view);
          for (const [i, outcome] of outcomes.entries()) {
            expect(outcome).toEqual(outcomes[classed?.firstOf[classed.classOf[i]!] ?? 0]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('explains itself, what it visited, and every pool that it gives', () => {
    fc.assert(
      fc.property(anyNode, anyClient, anyStates, (node, client, list) => {
        const steps: ExplainedStep[] = [];
        const options = { ...walkOf(SCENE, { client, states: byName(list) }), steps };
        const outcome = walkUp(node, options);
        expect(steps[0]).toMatchObject({ depth: 0, node: policyOf(node).label(node), outcome: outcome ? 'taken' : 'skipped' });
        expect(policyOf(node).label(node)).toMatch(/^\S/);
        const taken = new Set(steps.filter(step => step.outcome === 'taken').map(step => step.node));
        for (const { draw } of drawsOf(outcome ?? [])) for (const { name } of draw.pools) expect(taken).toContain(`pool ${name}`);
        for (const { outcome, reason } of steps) if (outcome === 'skipped') expect(reason).not.toBe('');
        expect(essence(walkUp(node, walkOf(SCENE, { client, states: byName(list) })))).toEqual(essence(outcome));
      }),
      { numRuns: 200 },
    );
  });

  test('visits and passes over none but its children', () => {
    fc.assert(
      fc.property(anyNode, anyClient, fc.boolean(), (node, client, up) => {
        const children = policyOf(node).children(node);
        const draw: RecordDraw = { kind: 'records', select: 'weighted', answers: 1, pools: [POOLS[0]!], members: [memberOf(POOLS[0]!)] };
        const visit = (child: SteeringNode): Outcome | undefined => {
          expect(children).toContain(child);
          return up ? [{ weight: 1, draw }] : undefined;
        };
        const walk: Walk = {
          ...walkOf(SCENE, { client }),
          rule: UP,
          draws: undefined,
          visit,
          because: reason => expect(reason).not.toBe(''),
          judge: undefined,
          passOver: child => expect(children).toContain(child),
        };
        policyOf(node).decide(node, walk);
      }),
    );
  });
});
