import type { PoolSelect } from '../model/steering.ts';
import type { Draw, Member, Outcome, RecordDraw } from '../steering/policy.ts';

/** One way to answer, and the share of the clients that get it. */
export interface Option {
  readonly share: number;
  readonly draw: Draw;
}

/** What a draw is taken apart into, with parts that sum to 1. */
export interface Part {
  readonly part: number;
  readonly draw: Draw;
}

/** What an outcome comes down to: a draw of one record at random by weight is taken apart, so that one random number decides. Shares sum to 1. */
export function optionsOf(outcome: Outcome, takeApart = partsOf): Option[] {
  const options: { share: number; readonly draw: Draw }[] = [];
  let sum = 0;
  for (const { weight, draw } of outcome) {
    for (const part of takeApart(draw)) {
      options.push({ share: weight * part.part, draw: part.draw });
      sum += weight * part.part;
    }
  }
  for (const option of options) option.share /= sum;
  return options;
}

/** A draw of one record by weight as draws of a single record each; any other as it is. */
export function partsOf(draw: Draw): readonly Part[] {
  if (draw.kind === 'sticky') return [{ part: 1, draw }];
  const { select, members } = draw;
  const take = takeOf(draw);
  if (select === 'failover') return [{ part: 1, draw: { ...draw, members: members.slice(0, take) } }];
  if (select === 'sticky' || members.length <= 1 || take > 1) return [{ part: 1, draw }];
  const weights = members.map(member => weightIn(select, member));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return members.map((member, i) => ({ part: weights[i]! / total, draw: { ...draw, members: [member] } }));
}

/** How many records of a draw one answer carries. An alias stands alone (RFC 2181 section 10.1), whatever `answers` says. */
export function takeOf({ answers, members }: RecordDraw): number {
  return members[0]?.address.family === 'host' ? 1 : Math.min(answers, members.length);
}

/** `all` takes every endpoint alike. */
export function weightIn(select: PoolSelect, member: Member): number {
  return select === 'all' ? 1 : member.weight;
}
