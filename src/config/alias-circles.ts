import { displayName } from '../lib/dns-name.ts';
import type { SteeredRecord } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { type Alias, type AliasGraph, aliasGraph, type DraftedZone } from './alias-graph.ts';
import { poolsOf } from './declare/tree.ts';
import type { Path } from './yaml/path.ts';

/** One name on the way from a steered record, and which of its aliases are not followed yet. */
interface Visit {
  readonly owner: Name;
  readonly aliases: Iterator<Alias>;
  followed?: Alias;
}

/**
 * Notes errors where host names of steered records lead in a circle: from one record to another, through all zones and through CNAMEs.
 * It takes as long as there are names and aliases on the way, and no more stack for a long chain than for a short one.
 */
export function checkAliasCircles(zones: Iterable<DraftedZone>): void {
  const graph = aliasGraph(zones);
  const states: States = new Map();
  for (const owner of graph.steeredToHosts()) if (!states.has(owner)) follow(owner, graph, states);
}

type States = Map<Name, 'open' | 'done'>;

function follow(start: Name, graph: AliasGraph, states: States): void {
  const way: Visit[] = [];
  const enter = (owner: Name) => {
    states.set(owner, 'open');
    way.push({ owner, aliases: graph.aliasesOf(owner)[Symbol.iterator]() });
  };
  enter(start);
  for (let visit = way.at(-1); visit; visit = way.at(-1)) {
    const { done, value: alias } = visit.aliases.next();
    if (done) {
      states.set(visit.owner, 'done');
      way.pop();
      continue;
    }
    visit.followed = alias;
    const owner = graph.ownerFor(alias.target);
    const state = owner === undefined ? 'done' : states.get(owner);
    if (state === 'open') noteCircle(way, owner!);
    else if (state === undefined) enter(owner!);
  }
}

/** The error stands at the first steered record of the circle, or at the one that led there. */
function noteCircle(way: readonly Visit[], owner: Name): void {
  const from = way.findIndex(visit => visit.owner === owner);
  const circle = way.slice(from).map(visit => visit.followed!);
  const first = circle.findIndex(alias => alias.steered);
  const steered = circle[first]?.steered ?? way.find(({ followed }) => followed?.steered)?.followed?.steered;
  if (!steered) return;
  const { draft, record, pool } = steered;
  const inOrder = first < 0 ? circle : [...circle.slice(first), ...circle.slice(0, first)];
  draft.error(pathOf(record, pool), circleText(pool, inOrder));
}

function circleText(pool: string, circle: readonly Alias[]): string {
  const { owner } = circle[0]!;
  const targets = circle.map(({ target }) => target);
  const last = targets.at(-1)!;
  if (circle.length === 1 && last === owner) return `pool \`${pool}\` has the record's own name ${displayName(owner)} as an endpoint`;
  const covered = last === owner ? '' : `, which ${displayName(owner)} answers`;
  return `pool \`${pool}\` leads in a circle: ${shortened([owner, ...targets].map(displayName)).join(' → ')}${covered}`;
}

/** Names that a message shows; of a longer circle the middle is left out. */
const MAX_SHOWN = 8;

function shortened(names: readonly string[]): readonly string[] {
  return names.length <= MAX_SHOWN ? names : [...names.slice(0, MAX_SHOWN - 2), '…', ...names.slice(-1)];
}

function pathOf({ label, steer }: SteeredRecord, pool: string): Path {
  return ['records', label, ...(poolsOf(steer).includes(pool) ? ['steer'] : ['when_all_down', 'pool'])];
}
