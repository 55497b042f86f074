import type { DecidedSet, DecidedView, Desired, DesiredSet, DesiredValue, DesiredView } from '../model/cloud.ts';
import type { Name } from '../model/zone.ts';

export interface DesiredInput {
  readonly zone: Name;
  readonly generation: number;
  readonly decided: readonly DecidedSet[];
}

/**
 * What name servers of others are to have, from what Meridian itself would answer. Where that is nothing at all, since nothing is up and the
 * files say so, they keep everything: an empty record set cannot be told from one that was lost, and caches hold on to it.
 */
export function desiredOf({ zone, generation, decided }: DesiredInput): Desired {
  return { zone, generation, sets: decided.flatMap(desiredSet) };
}

/** None where its pools have no address yet of any host name. */
function desiredSet({ views, known, losses, ...set }: DecidedSet): DesiredSet[] {
  if (known.length === 0) return [];
  const empty = views.filter(({ shares }) => shares.length === 0).map(({ view }) => view);
  const kept = empty.length === 0 ? [] : [`nothing would be answered to ${empty.join(', ')}: told as if everything were up`];
  return [{ ...set, views: views.map(view => desiredView(view, known)), losses: [...losses, ...kept] }];
}

function desiredView({ view, shares }: DecidedView, known: readonly string[]): DesiredView {
  const given = shares.length > 0 ? shares : known.map(data => ({ data, share: 1 / known.length }));
  const enabled = new Set(given.map(({ data }) => data));
  const values: DesiredValue[] = [
    ...given.map(({ data, share }) => ({ data, share, enabled: true })),
    ...known.filter(data => !enabled.has(data)).map(data => ({ data, share: 0, enabled: false })),
  ];
  return { view, values: values.sort((a, b) => (a.data < b.data ? -1 : 1)) };
}
