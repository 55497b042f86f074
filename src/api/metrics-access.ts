import type { Metric } from './operations.ts';

/** Whether each endpoint has metrics of its own: thousands of endpoints make tens of thousands of series. */
export type EndpointScope = 'few' | 'all' | 'none';

/** A call that was answered. */
export interface ServedRequest {
  readonly method: string;
  /** As it is mounted, with parameters in braces; `none` for what is no call. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly isStream: boolean;
}

/** What the API needs of what is measured besides. The composition root hands it in. */
export interface MetricsAccess {
  noteRequest(request: ServedRequest): void;
  /** Takes its time where there is much. */
  metrics(scope: EndpointScope): Promise<readonly Metric[]>;
}
