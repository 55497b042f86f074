import type { ExposureAccess } from '../../src/api/exposure-access.ts';
import type { Metric } from '../../src/api/operations.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { AskersReport } from '../../src/model/askers.ts';
import type { Drain } from '../../src/model/drain.ts';
import { exposureOf } from '../../src/ttl/exposure.ts';
import { statesOf } from '../support/endpoint-states.ts';
import { MemoryAnswers } from '../support/memory-answers.ts';
import { sampleDeclared } from './sample.ts';

/** Counts answers of the sample zone in memory; drains and askers are what a test puts there. */
export class MemoryExposure implements ExposureAccess {
  readonly answers: MemoryAnswers;
  drains: readonly Drain[] = [];
  report: AskersReport = { oneIn: 16, prefixes: 0, unseen: 0, later: [], early: [] };
  readonly limits: number[] = [];
  metricList: readonly Metric[] = [];
  readonly #startedAtMs: number;

  constructor(clock: Pick<Clock, 'now'>) {
    this.answers = new MemoryAnswers(clock);
    this.#startedAtMs = clock.now();
  }

  list = () => this.drains;

  askers(limit: number): AskersReport {
    this.limits.push(limit);
    return this.report;
  }

  exposure: ExposureAccess['exposure'] = async question => {
    const declared = sampleDeclared();
    const given = this.answers.read();
    return exposureOf({ given, declared, states: statesOf(declared), countedSinceMs: this.#startedAtMs }, question);
  };

  metrics = async () => this.metricList;
}
