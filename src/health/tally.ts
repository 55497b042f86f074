import type { Elector } from './electorate.ts';

interface Look {
  readonly elector: Elector;
  readonly last: { readonly ok: boolean };
}

/** Adds to what is counted of each vantage what they see of one target, each with its last look, which is not long ago. */
export function tallyLooks(looks: readonly Look[]): void {
  const heard = looks.filter(({ elector }) => elector.hasSay);
  const well = heard.filter(({ last }) => last.ok).length;
  for (const { elector, last } of looks) {
    elector.targets++;
    if (last.ok) continue;
    elector.failing++;
    const others = heard.length - Number(elector.hasSay);
    if (others === 0) elector.unwitnessed++;
    else if (2 * well > others) elector.alone++;
  }
}
