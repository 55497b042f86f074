import { onTestFinished } from 'vitest';
import { whatIf } from '../../../src/answer/whatif.ts';
import type { DrillRequest } from '../../../src/control/drill/circumstances.ts';
import { type DrillParts, DrillRunner, type Started } from '../../../src/control/drill/runner.ts';
import { IntentKeeper } from '../../../src/control/intent-keeper.ts';
import type { Drill, DrillPlan } from '../../../src/model/drill.ts';
import type { Intent } from '../../../src/model/intent.ts';
import { deriveFrom } from '../../../src/serving/health-inputs.ts';
import { Controlled, SAMPLE, X, Y } from '../controlled.ts';

const PLAN: DrillPlan = {
  zone: 'example.com.',
  owner: 'www.example.com.',
  awayFrom: { kind: 'pool', pool: 'x' },
  forMs: 60_000,
  includingOthers: false,
  minHealthyPercent: 100,
  webhook: undefined,
};

/** A runner over a real control loop, with a store in memory; everything is up. */
export async function scene(more: Partial<DrillParts> = {}) {
  const controlled = new Controlled({ declared: SAMPLE });
  const { clock, control, health } = controlled;
  for (const key of [X, Y, 'example.com./z/a', 'example.com./z/b']) await controlled.observe(key, '+');
  const kept = new Map<string, Drill>();
  const stored: Intent[] = [];
  let fault: Error | undefined;
  const onExpired = () => void control.change({ intents: keeper.intents });
  const keeper = new IntentKeeper({
    stored,
    clock,
    onExpired,
    onFault: () => {},
    store: () => {
      if (fault) throw fault;
    },
  });
  const derive = deriveFrom(health, clock);
  const logged: string[] = [];
  const faults: string[] = [];
  const parts: DrillParts = {
    control,
    keeper,
    clock,
    store: {
      save: drill => void kept.set(drill.id, JSON.parse(JSON.stringify(drill)) as Drill),
      find: id => kept.get(id),
      unfinished: () => [...kept.values()].filter(({ phase }) => phase !== 'ended'),
    },
    async forecast(targets) {
      const { inputs, states, compiled, generation } = control.served;
      const intents = targets.map(
        (target): Intent => ({ kind: 'override', state: 'down', target, author: '', reason: '', createdAtMs: 0, expiresAtMs: undefined }),
      );
      const after = derive.all({ ...inputs, intents: [...inputs.intents, ...intents] });
      const counted = new Float64Array(compiled.table.cells.at(-1)!);
      return whatIf({ compiled, generation, before: states, after, counted, countries: undefined, all: false });
    },
    errorRate: async () => 0,
    answersGiven: undefined,
    evidence: () => {},
    log: { info: (_, line) => void logged.push(line), warn: (_, line) => void logged.push(line) },
    onFault: what => void faults.push(what),
    ...more,
  };
  const runner = new DrillRunner(parts);
  onTestFinished(() => {
    runner[Symbol.dispose]();
    keeper[Symbol.dispose]();
  });
  const request = (plan: Partial<DrillPlan> = {}, facts: Partial<DrillRequest> = {}): DrillRequest => ({
    plan: { ...PLAN, ...plan },
    name: undefined,
    author: 'admin',
    reason: 'rehearsal',
    outsideWindows: false,
    ...facts,
  });
  const failStore = (error?: Error) => {
    fault = error;
  };
  return { controlled, clock, keeper, kept, runner, logged, faults, parts, request, failStore };
}

export type Scene = Awaited<ReturnType<typeof scene>>;

/** Starts a drill that nothing speaks against. */
export async function started({ runner, request }: Scene, plan: Partial<DrillPlan> = {}): Promise<Drill> {
  const begun = await runner.start(request(plan));
  if (begun.kind === 'refused') throw new Error(unmet(begun));
  return begun.drill;
}

/** The conditions that are not met, a line each. */
export function unmet(begun: Started): string {
  return begun.kind === 'started'
    ? ''
    : begun.found.checks.flatMap(({ check, ok, detail }) => (ok ? [] : [`${check}: ${detail}`])).join('\n');
}

/** The drill that was written down last. */
export const only = ({ kept }: Scene): Drill => [...kept.values()].at(-1)!;
