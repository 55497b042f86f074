import { closedBecause } from '../../lib/opening.ts';
import type { Declared } from '../../model/declared.ts';
import type { DeclaredDrill, DrillPlan } from '../../model/drill.ts';
import type { Circumstances } from './preflight.ts';
import type { DrillParts } from './runner.ts';
import { scopeOf } from './scope.ts';

/** A drill that somebody, or a schedule, asks for. */
export interface DrillRequest {
  readonly plan: DrillPlan;
  /** Of the drill in `drills:` that it is; undefined: it is asked for by hand. */
  readonly name: string | undefined;
  readonly author: string;
  readonly reason: string;
  /** Whether it may be held when no window allows it. */
  readonly outsideWindows: boolean;
}

type Sources = Pick<DrillParts, 'control' | 'clock' | 'forecast' | 'errorRate'>;

/** Gathers what the conditions of a start are judged by. Throws ScopeError. */
export async function circumstancesOf(request: DrillRequest, running: string | undefined, sources: Sources): Promise<Circumstances> {
  const { plan } = request;
  const { control, clock, forecast } = sources;
  const scope = scopeOf(control.served.inputs.declared, plan);
  const [foreseen, errorRate] = await Promise.all([
    forecast(scope.targets),
    plan.webhook ? readErrorRate(sources, plan.webhook.url) : undefined,
  ]);
  const { inputs, states } = control.served;
  const closed = request.outsideWindows ? undefined : closedFor(inputs.declared, request, clock.now());
  return { plan, scope, forecast: foreseen, declared: inputs.declared, states, running, closed, errorRate };
}

/** What the webhook tells, or why it tells nothing. */
export async function readErrorRate({ errorRate }: Pick<Sources, 'errorRate'>, url: string): Promise<{ rate: number } | { fault: string }> {
  try {
    return { rate: await errorRate(url) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** Why the windows of its own drill, or for one by hand those of every drill of its record, do not let it be held now. */
function closedFor({ zones }: Declared, { plan, name }: DrillRequest, nowMs: number): string | undefined {
  const drills = zones.get(plan.zone)?.steering?.drills ?? [];
  const counts = (drill: DeclaredDrill) => (name === undefined ? drill.owner === plan.owner : drill.name === name);
  const closed = drills.filter(counts).flatMap(drill => {
    const because = closedBecause(drill, nowMs, plan.forMs);
    return because === undefined ? [] : [`${because} (drill ${drill.name}, ${drill.timeZone})`];
  });
  return closed.length === 0 ? undefined : closed.join('; ');
}
