import type { ExplainedShare } from '../model/explanation.ts';
import type { Member, Outcome, RecordDraw, StickyBranch, StickyDraw } from '../steering/policy.ts';
import { STICKY_PREFIX } from './decision-layout.ts';
import { type Option, optionsOf, takeOf } from './options.ts';
import type { Client } from './source.ts';
import { bitsFor, packBits, rank, seedOf, stickyScore } from './sticky.ts';

/** Every answer that one client may get, with its share; shares sum to 1. The client's network has chosen wherever it chooses. */
export function sharesFor(outcome: Outcome, client: Client): ExplainedShare[] {
  return recordsFor(outcome, client).map(({ share, draw }) => present(share, draw, chosenOf(draw, client)));
}

/** Whether nothing is left to give a client. */
export function isEmptyFor(outcome: Outcome, client: Client): boolean {
  return recordsFor(outcome, client).every(({ draw }) => draw.members.length === 0);
}

/** Every answer that clients of many networks may get, with its share. */
export function sharesOverAll(outcome: Outcome): ExplainedShare[] {
  return recordsOverAll(outcome).flatMap(({ share, draw }) =>
    draw.select === 'sticky' ? overNetworks(share, draw) : [present(share, draw, draw.members)],
  );
}

/** One draw of records, and the share of the clients that get it. */
export interface RecordOption extends Option {
  readonly draw: RecordDraw;
}

function recordsFor(outcome: Outcome, client: Client): RecordOption[] {
  return optionsOf(outcome).flatMap(({ share, draw }) =>
    draw.kind === 'records' ? [{ share, draw }] : times(share, recordsFor(branchFor(draw, client).outcome, client)),
  );
}

function times(share: number, options: readonly RecordOption[]): RecordOption[] {
  return options.map(option => ({ ...option, share: share * option.share }));
}

/** The branch that the client's network has (as `DecisionReader` finds it). */
function branchFor({ of, prefix }: StickyDraw, client: Client): StickyBranch {
  const bits = bitsFor(client, packBits(prefix));
  const keys = of.map(({ name, weight }) => keyOf(stickyScore(client, seedOf(name), bits), weight));
  return of[keys.indexOf(Math.max(...keys))]!;
}

/** What the clients of many networks draw from. */
export function recordsOverAll(outcome: Outcome): RecordOption[] {
  return optionsOf(outcome).flatMap(({ share, draw }) => {
    if (draw.kind === 'records') return [{ share, draw }];
    const total = draw.of.reduce((sum, { weight }) => sum + weight, 0);
    return draw.of.flatMap(branch => times((share * branch.weight) / total, recordsOverAll(branch.outcome)));
  });
}

/** A sticky pool gives each network one of its members, by weight; an answer of several counts by the first. */
function overNetworks(share: number, draw: RecordDraw): ExplainedShare[] {
  const total = draw.members.reduce((sum, { weight }) => sum + weight, 0);
  return draw.members.map(member => present((share * member.weight) / total, draw, [member]));
}

/** The members of a sticky pool that a client gets; of any other draw all. */
function chosenOf(draw: RecordDraw, client: Client): readonly Member[] {
  if (draw.select !== 'sticky') return draw.members;
  const bits = bitsFor(client, packBits(STICKY_PREFIX));
  const key = ({ address, weight }: Member) => keyOf(stickyScore(client, seedOf(address.text), bits), weight);
  return draw.members.toSorted((a, b) => key(b) - key(a)).slice(0, takeOf(draw));
}

function present(share: number, { pools }: RecordDraw, members: readonly Member[]): ExplainedShare {
  return {
    pool: pools.map(({ name }) => name).join(', '),
    endpoints: members.map(({ pool, endpoint }) => (pools.length > 1 ? `${pool.name}/${endpoint.name}` : endpoint.name)),
    addresses: members.map(({ address }) => address.text),
    share,
  };
}

function keyOf(score: number, weight: number): number {
  const key = new Float64Array(1);
  rank(key, 0, score, weight);
  return key[0]!;
}
