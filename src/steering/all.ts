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
    draw.kind === 'records' ? [draw] : draw.of.flatMap(branch => recordsOf(branch.outcome)),
  );
}

/** Pools may share an address. */
function distinct(members: readonly Member[]): Member[] {
  return [...new Map(members.toReversed().map(member => [member.address.text, member])).values()].reverse();
}
