import type { Clock } from '../../src/lib/clock.ts';
import type { Random } from '../../src/lib/random.ts';
import type { ControlTarget } from '../../src/model/control-target.ts';
import type { Probe } from '../../src/model/health.ts';
import { startVantage, type Vantage } from '../vantage.ts';
import { Absence } from './absence.ts';
import { type ReadAssignment, readAssignment } from './assignment.ts';
import type { Controller } from './controller.ts';
import { counted } from './counted.ts';
import { greetingPath, type Introduction } from './greeting.ts';
import { Grid } from './grid.ts';
import { type Hello, Link, type Told } from './link.ts';
import type { AgentLog } from './log.ts';
import { Reporter } from './reporter.ts';
import { Spool } from './spool.ts';
import { fromSpool, toSpool } from './spooled-seen.ts';
import type { StreamEnd } from './stream.ts';

/** While the controller is away the outbox is kept small, and written down this often. */
const KEEP_EVERY_MS = 5000;

/** At the end, the controller has so long to take what is left. */
const DRAIN_MS = 1000;

export interface AgentOptions extends Introduction {
  /** The agent disposes of it at its end. */
  readonly controller: Controller;
  /** A directory. */
  readonly spool: string;
  readonly maxInFlight: number;
  readonly allowExec: boolean;
  readonly controls: readonly ControlTarget[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: AgentLog;
  /** As those of the scheduler. */
  readonly onFault: (probe: Probe, error: unknown) => void;
  readonly onLate: (probe: Probe, lateMs: number) => void;
}

/**
 * A vantage of its own: does what the controller assigns, and reports what it sees. While the controller is away it goes on with the last
 * assignment, that of the spool after a restart. Disposed of, it probes no more, sends what it has if the controller takes that within a
 * second, and leaves the rest in the spool.
 */
export interface Agent extends AsyncDisposable {
  /** Connects at once, where it waits to try again. */
  retryNow(): void;
}

/** Starts an agent, which connects at once. */
export function startAgent(options: AgentOptions): Agent {
  return new RunningAgent(options);
}

class RunningAgent implements Agent {
  readonly #options: AgentOptions;
  readonly #grid: Grid;
  readonly #spool: Spool;
  readonly #vantage: Vantage;
  readonly #reporter: Reporter;
  readonly #absence: Absence;
  readonly #link: Link;
  #probes: readonly Probe[] = [];
  /** Whether the spool has observations. */
  #isKept = false;
  #cancelKeeping: (() => void) | undefined;
  #ended: Promise<void> | undefined;

  constructor(options: AgentOptions) {
    const { controller, clock, random, log, vantage } = options;
    this.#options = options;
    this.#grid = new Grid(clock);
    this.#spool = new Spool({ directory: options.spool, vantage, log });
    this.#reporter = new Reporter({
      ...options,
      gridMs: this.#grid.gridMs,
      controls: () => this.#vantage.controls(),
      wasCutOffSince: monotonicMs => this.#vantage.wasCutOffSince(monotonicMs),
      onHeldUp: probes => this.#vantage.recheck(probes),
      onEmpty: () => this.#forget(),
    });
    this.#vantage = startVantage({
      ...options,
      gridMs: this.#grid.gridMs,
      onControls: () => this.#reporter.tellNow(),
      onObservation: (observation, seenMs) => this.#reporter.see(observation, seenMs),
    });
    this.#absence = new Absence({ url: controller.url, clock, log, kept: () => this.#reporter.waiting.length });
    this.#beginFromSpool();
    this.#keepLater();
    this.#link = new Link({
      controller,
      clock,
      random,
      log,
      path: () => greetingPath(options, clock.now()),
      onHello: hello => this.#connected(hello),
      onTold: told => this.#obey(told),
      onAway: (end, waitMs) => this.#away(end, waitMs),
    });
  }

  retryNow(): void {
    this.#link.retryNow();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    await this.#vantage[Symbol.asyncDispose]();
    await this.#reporter.drain(DRAIN_MS);
    this.#cancelKeeping?.();
    this.#keep();
    this.#link[Symbol.dispose]();
    this.#reporter[Symbol.dispose]();
    this.#options.controller[Symbol.dispose]();
    await this.#spool.settled();
  }

  #beginFromSpool(): void {
    const { log, clock, spool } = this.#options;
    const seen = fromSpool(this.#spool.outbox(), clock);
    this.#reporter.restore(seen);
    this.#isKept = seen.length > 0;
    const json = this.#spool.assignment();
    const assignment = json === undefined ? 'there is none' : readAssignment(json, this.#options.allowExec);
    if (typeof assignment !== 'string') {
      this.#take(assignment);
      const { length } = assignment.probes;
      const kept = counted(seen.length, 'observation');
      log.info(
        { probes: length, kept: seen.length },
        `doing ${counted(length, 'probe')} of ${spool} until the controller tells more; ${kept} to report`,
      );
    } else if (json !== undefined) log.warn({}, `the assignment in ${spool} is not used: ${assignment}`);
  }

  #connected({ version, gridMs }: Hello): void {
    const { controller, log } = this.#options;
    const away = this.#absence.end();
    const kept = this.#reporter.waiting.length;
    this.#grid.begin(gridMs);
    this.#stopKeeping();
    const after = away === undefined ? '' : ` after ${away}`;
    log.info(
      { version, kept },
      `connected to the controller at ${controller.url} (version ${version})${after}; ${counted(kept, 'observation')} to report`,
    );
    this.#reporter.connected();
    // What failed while nobody took it counts no more by now, and may have been the way.
    this.#vantage.recheckFailing(this.#reporter.failing());
  }

  #away(end: StreamEnd, waitMs: number): void {
    this.#absence.note(end, waitMs);
    this.#reporter.away();
    this.#keepLater();
  }

  #obey(told: Told): void {
    switch (told.kind) {
      case 'assign':
        this.#assign(told);
        break;
      case 'slot':
        this.#vantage.assign(this.#probes, told.slot);
        break;
      case 'check':
        if (told.again) this.#vantage.recheck(told.probes);
        else this.#vantage.checkNow(told.probes);
        break;
      case 'time':
        this.#grid.learn(told.gridMs);
        break;
    }
  }

  #assign({ json, text }: Extract<Told, { readonly kind: 'assign' }>): void {
    const { allowExec, log } = this.#options;
    const assignment = readAssignment(json, allowExec);
    if (typeof assignment === 'string') {
      log.error({}, `an assignment that cannot be read, so that the one before goes on: ${assignment}`);
      return;
    }
    this.#take(assignment);
    this.#spool.keepAssignment(text);
    const { probes, slot, refused } = assignment;
    const fields = { probes: probes.length, refused: refused.length, slot };
    const line = `assignment taken: ${counted(fields.probes, 'probe')} as vantage ${slot.index + 1} of ${slot.of}`;
    if (refused.length === 0) log.info(fields, line);
    else log.warn({ ...fields, first: refused[0] }, `${line}; ${refused.length} refused: ${refused[0]!.probe}: ${refused[0]!.reason}`);
  }

  #take({ probes, slot, refused }: ReadAssignment): void {
    this.#probes = probes;
    this.#vantage.assign(probes, slot);
    this.#reporter.assigned(new Set(probes.map(({ key }) => key)), refused);
  }

  #keepLater(): void {
    this.#cancelKeeping ??= this.#options.clock.after(KEEP_EVERY_MS, () => {
      this.#cancelKeeping = undefined;
      this.#reporter.save();
      this.#keep();
      this.#keepLater();
    });
  }

  #stopKeeping(): void {
    this.#cancelKeeping?.();
    this.#cancelKeeping = undefined;
  }

  #keep(): void {
    const seen = toSpool(this.#reporter.waiting, this.#options.clock);
    if (seen.length === 0) this.#forget();
    else this.#spool.keepOutbox(seen);
    this.#isKept = seen.length > 0;
  }

  /** All is reported, and nothing of it must be reported again after a restart. */
  #forget(): void {
    if (this.#isKept) this.#spool.keepOutbox([]);
    this.#isKept = false;
  }
}
