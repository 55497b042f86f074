import type { AskersReport } from '../model/askers.ts';
import type { Drains } from '../model/drain.ts';
import type { Exposure, ExposureQuestion } from '../model/exposure.ts';
import type { Metric } from './operations.ts';

/** What the API needs of the count of answers. The composition root hands it in; the API never sees the workers. */
export interface ExposureAccess extends Pick<Drains, 'list'> {
  /** Counts what caches may hold; takes its time where there is much. */
  exposure(question: ExposureQuestion): Promise<Exposure>;
  /** The prefixes that ask otherwise than the TTLs say, at most `limit` of each kind. */
  askers(limit: number): AskersReport;
  metrics(): Promise<readonly Metric[]>;
}
