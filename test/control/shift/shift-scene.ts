import { onTestFinished } from 'vitest';
import { IntentKeeper } from '../../../src/control/intent-keeper.ts';
import { type RunnerParts, type ShiftRequest, ShiftRunner } from '../../../src/control/shift/runner.ts';
import type { Intent, RatioIntent } from '../../../src/model/intent.ts';
import type { Shift, ShiftPlan } from '../../../src/model/shift.ts';
import { pool, record, weighted } from '../../steering/declare.ts';
import { Controlled, declared } from '../controlled.ts';

export const POOLS = [pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2', '192.0.2.3']), pool('z', ['192.0.2.4'])];

/** `api`: x 40, y 60, z 0. */
export const WEIGHTED = declared(POOLS, [record('api', weighted(['x', 40], ['y', 60], ['z', 0]))]);

export const ENDPOINTS = ['x/a', 'y/a', 'y/b', 'z/a'].map(name => `example.com./${name}`);

export const API = { kind: 'record', zone: 'example.com.', owner: 'api.example.com.' } as const;

const PLAN: ShiftPlan = {
  zone: API.zone,
  owner: API.owner,
  shares: { y: 100 },
  steps: [10, 50, 100],
  everyMs: 10_000,
  onUnhealthy: 'pause',
  minHealthyPercent: 100,
};

/** A ratio of `api` that an operator has set. */
export function ratio(weights: Readonly<Record<string, number>>, more: Partial<RatioIntent> = {}): RatioIntent {
  return { kind: 'ratio', target: API, weights, author: 'admin', reason: '', createdAtMs: 0, expiresAtMs: undefined, ...more };
}

/** A runner over a real control loop, with stores in memory that outlive it; everything is up. */
export async function scene(more: Partial<RunnerParts> = {}, before: readonly Intent[] = []) {
  const controlled = new Controlled({ declared: WEIGHTED, intents: before });
  const { clock, control } = controlled;
  for (const key of ENDPOINTS) await controlled.observe(key, '+');
  const kept = new Map<string, Shift>();
  const logged: string[] = [];
  const faults: string[] = [];
  const ended: string[] = [];
  let stored: readonly Intent[] = before;
  let fault: Error | undefined;
  const failing = () => {
    if (fault) throw fault;
  };

  const newKeeper = () => {
    const keeper: IntentKeeper = new IntentKeeper({
      stored,
      clock,
      onExpired: (_, left) => {
        stored = left;
        void control.change({ intents: left });
      },
      onFault: () => {},
      store(change, also) {
        failing();
        also?.();
        const gone = new Set([...change.release, ...change.set].map(({ kind }) => kind));
        stored = [...stored.filter(({ kind }) => !gone.has(kind)), ...change.set];
      },
    });
    return keeper;
  };
  const newRunner = (keeper: IntentKeeper) =>
    new ShiftRunner({
      control,
      keeper,
      clock,
      busy: () => undefined,
      store: {
        save(shift) {
          failing();
          kept.set(shift.id, JSON.parse(JSON.stringify(shift)) as Shift);
        },
        find: id => kept.get(id),
        unfinished: () => [...kept.values()].filter(({ phase }) => phase !== 'ended'),
      },
      log: { info: (_, line) => void logged.push(line), warn: (_, line) => void logged.push(line) },
      onEnd: ({ outcome }) => void ended.push(outcome!),
      onFault: what => void faults.push(what),
      ...more,
    });

  const all = {
    ...{ controlled, clock, control, kept, logged, faults, ended },
    keeper: newKeeper(),
    runner: undefined as unknown as ShiftRunner,
    /** The weights of `api` by the ratio in force; undefined: those of the file. */
    inForce: () => (all.keeper.intents.find(({ kind }) => kind === 'ratio') as RatioIntent | undefined)?.weights,
    request: (plan: Partial<ShiftPlan> = {}): ShiftRequest => ({ plan: { ...PLAN, ...plan }, author: 'ops', reason: 'move' }),
    failStore(error?: Error) {
      fault = error;
    },
    /** As a process that is killed and begins again: only the stores are left. */
    restart() {
      all.runner[Symbol.dispose]();
      all.keeper[Symbol.dispose]();
      all.keeper = newKeeper();
      all.runner = newRunner(all.keeper);
      all.runner.goOn();
    },
    /** An operator's change. */
    async change(intents: { readonly set: readonly Intent[]; readonly release?: boolean }) {
      const release = intents.release ? [{ kind: 'ratio', target: API } as const] : [];
      await control.change({ intents: all.keeper.change({ set: intents.set, release }) });
    },
  };
  all.runner = newRunner(all.keeper);
  onTestFinished(() => {
    all.runner[Symbol.dispose]();
    all.keeper[Symbol.dispose]();
  });
  return all;
}

export type ShiftScene = Awaited<ReturnType<typeof scene>>;

/** Starts a shift that nothing speaks against. */
export async function started({ runner, request }: ShiftScene, plan: Partial<ShiftPlan> = {}): Promise<Shift> {
  const begun = await runner.start(request(plan));
  if (begun.kind !== 'started') throw new Error(JSON.stringify(begun));
  return begun.shift;
}

/** The shift that was written down last. */
export const only = ({ kept }: ShiftScene): Shift => [...kept.values()].at(-1)!;

export const whats = ({ timeline }: Shift) => timeline.map(({ what }) => what);
