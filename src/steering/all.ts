import type { SteeringNode } from '../model/steering.ts';
import type { Draw, Member, Outcome, Policy, RecordDraw } from './policy.ts';

type AllNode = Extract<SteeringNode, { policy: 'all' }>;

/** The addresses of every child that is up, in one answer, shuffled, as many as `answers` says. */
export const all: Policy<AllNode> = {
  children: node => node.of,
  look: undefined,
  label: () => 'all',
  decide(node, walk): Outcome | undefined {
    const live = node.of.map(child => walk.visit(child)).filter(outcome => outcome !== undefined);
    if (live.length === 0) return undefined;
    const draws = live.flatMap(recordsOf);
    const members = distinct(draws.flatMap(draw => draw.members));
    const pools = [...new Set(draws.flatMap(draw => draw.pools))];
    walk.because(`${members.length} addresses, of which an answer carries ${Math.min(node.answers, members.length)}`);
    return [{ weight: 1, draw: { kind: 'records', select: 'all', answers: node.answers, pools, members } }];
  },
};

/** All draws that an outcome may come to. */
function recordsOf(outcome: Outcome): RecordDraw[] {
  return outcome.flatMap(({ draw }: { draw: Draw }) =>
    draw.kind === 'records' ? [serving(draw)] : draw.of.flatMap(branch => recordsOf(branch.outcome)),
  );
}

/** Who stands by in a pool of `failover` does not serve. */
function serving(draw: RecordDraw): RecordDraw {
  return draw.select === 'failover' ? { ...draw, members: draw.members.slice(0, draw.answers) } : draw;
}

/** Pools may share an address: it counts for the first of them. */
function distinct(members: readonly Member[]): Member[] {
  const byAddress = new Map<string, Member>();
  for (const member of members) if (!byAddress.has(member.address.text)) byAddress.set(member.address.text, member);
  return [...byAddress.values()];
}
