import { displayName } from '../lib/dns-name.ts';
import { endpointKey } from '../lib/keys.ts';
import type { ZoneTarget } from '../model/intent.ts';
import type { Safety } from '../model/safety.ts';
import type { Steering } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { type BrakeOpening, type BrakeView, brakeAnswer, brakeList, brakeOpening, DEFAULT_OPENING } from './brake-contract.ts';
import { answerChange, releasing, setting } from './change.ts';
import { previewChange } from './dry-run.ts';
import { parseExpiry } from './expiry.ts';
import { findZone } from './find.ts';
import type { IntentChange, Snapshot } from './operations.ts';
import { Problem } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { presentTime, type Scenery, sceneryOf } from './view.ts';

const BRAKE = '/zones/{zone}/brake';

interface Path {
  readonly zone: string;
}

/** The brakes on what verdicts do by themselves: what they hold, and an operator's word that it is to go. */
export function brakeRoutes({ operations, clock }: ApiContext): Route[] {
  const view = (path: Path) => () => viewBrake(sceneryOf(operations.snapshot()), brakedZone(operations.snapshot(), path));
  const current = (path: Path) => ({ ...view(path)(), generation: operations.snapshot().generation });
  const opening = ({ params, body, author }: { params: Path; body: BrakeOpening; author: string }): IntentChange => {
    const { target } = brakedZone(operations.snapshot(), params);
    const nowMs = clock.now();
    const expiresAtMs = parseExpiry(body.expires ?? DEFAULT_OPENING, nowMs)!;
    return setting({ kind: 'brake', target, author, reason: body.reason, createdAtMs: nowMs, expiresAtMs });
  };
  const closing = ({ params, author }: { params: Path; author: string }): IntentChange => {
    const snapshot = operations.snapshot();
    const { target } = brakedZone(snapshot, params);
    return { ...releasing(sceneryOf(snapshot), 'brake', target), author };
  };
  return [
    route({
      method: 'GET',
      url: '/brakes',
      summary: 'The brakes of all zones that have one: whether they are open, and what they hold',
      answer: brakeList,
      handle() {
        const snapshot = operations.snapshot();
        const zones = [...snapshot.declared.zones.values()].filter(({ steering }) => steering?.safety);
        const scenery = sceneryOf(snapshot);
        const brakes = zones.map(({ name }) => viewBrake(scenery, brakedZone(snapshot, { zone: displayName(name) })));
        return { generation: snapshot.generation, brakes };
      },
    }),
    route({ method: 'GET', url: BRAKE, summary: 'The brake of a zone', answer: brakeAnswer, handle: ({ params }) => current(params) }),
    route({
      method: 'PUT',
      url: BRAKE,
      summary: 'Open the brake of a zone for a time: what it holds goes, and nothing is held until it closes',
      body: brakeOpening,
      answer: brakeAnswer,
      current,
      preview: call => previewChange(operations, opening(call)),
      handle: call => answerChange(operations, opening(call), view(call.params), call.recording),
    }),
    route({
      method: 'DELETE',
      url: BRAKE,
      summary: 'Close the brake of a zone: what is taken out meanwhile stays out, and counts',
      answer: brakeAnswer,
      current,
      preview: call => previewChange(operations, closing(call)),
      handle: call => answerChange(operations, closing(call), view(call.params), call.recording),
    }),
  ];
}

interface BrakedZone {
  readonly target: ZoneTarget;
  readonly steering: Steering;
  readonly safety: Safety;
}

/** Throws a 404 for a zone that has no brake. */
function brakedZone({ declared }: Snapshot, path: Path): BrakedZone {
  const { name, steering } = findZone(declared, path.zone);
  const safety = steering?.safety;
  if (!steering || !safety) throw new Problem(404, `zone ${displayName(name)} has no brake: its YAML has no \`safety\``);
  return { target: { kind: 'zone', zone: name }, steering, safety };
}

function viewBrake({ snapshot, intentOf }: Scenery, { target, steering, safety }: BrakedZone): BrakeView {
  const { maxRemoved, windowMs, minHealthy, gate } = safety;
  const opening = intentOf('brake', target);
  return {
    zone: displayName(target.zone),
    declared: {
      max_removed: { pool: maxRemoved.poolPercent ?? null, record: maxRemoved.recordPercent ?? null },
      window_seconds: windowMs / 1000,
      min_healthy: viewLeast(minHealthy),
      gate,
    },
    opened: opening
      ? {
          author: opening.author,
          reason: opening.reason,
          created: presentTime(opening.createdAtMs),
          expires: presentTime(opening.expiresAtMs),
        }
      : null,
    held: heldIn(snapshot, target.zone, steering),
  };
}

function viewLeast(least: Safety['minHealthy']): BrakeView['declared']['min_healthy'] {
  if (!least) return null;
  return least.kind === 'count' ? { count: least.count } : { percent: least.percent };
}

function heldIn({ states }: Snapshot, zone: Name, { pools }: Steering): BrakeView['held'] {
  const all = [...pools.values()].flatMap(({ name: pool, endpoints }) =>
    endpoints.flatMap(({ name: endpoint }) => {
      const { held, measured } = states.get(endpointKey(zone, pool, endpoint)) ?? {};
      return held ? [{ pool, endpoint, held, measured: measured?.reason ?? '' }] : [];
    }),
  );
  return all
    .sort((a, b) => a.held.sinceMs - b.held.sinceMs)
    .map(({ held, ...place }) => ({ ...place, since: presentTime(held.sinceMs), because: held.because }));
}
