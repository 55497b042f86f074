import type { MetricsAccess } from '../api/metrics-access.ts';
import { systemClock as clock } from '../lib/clock.ts';
import type { Answering } from './answering.ts';
import { ApiRequests } from './api-requests.ts';
import { brakeMetrics } from './brake-metrics.ts';
import { EventLoopWatch } from './event-loop.ts';
import type { Facts } from './facts.ts';
import { inSlices } from './in-slices.ts';
import type { Inputs } from './inputs.ts';
import { gauge } from './metric.ts';
import { placeMetrics } from './place-metrics.ts';
import { processMetrics } from './process-metrics.ts';
import { recordMetrics } from './record-metrics.ts';
import { zoneMetrics } from './zone-metrics.ts';

export interface MeasuringParts extends Pick<Answering, 'control' | 'traffic' | 'timing' | 'answersGiven' | 'braking'> {
  /** When the certificate of the API expires, in milliseconds since the epoch; undefined where it has none. */
  readonly certificateExpiresAtMs: () => number | undefined;
}

/** What is measured of the process itself, of answers and their way to the workers, and of the store and the API. */
export function startMeasuring(
  { started }: Facts,
  { storeMeter }: Inputs,
  parts: MeasuringParts,
  stack: AsyncDisposableStack,
): MetricsAccess {
  const { control, traffic, timing, answersGiven, certificateExpiresAtMs } = parts;
  const requests = new ApiRequests();
  const loop = stack.use(new EventLoopWatch(clock));
  return {
    noteRequest: request => requests.note(request),
    async metrics(scope) {
      const { compiled, states } = control.served;
      return [
        ...zoneMetrics(compiled, traffic.counted),
        ...(await inSlices(placeMetrics({ states, scope, answersGiven }), clock)),
        ...(await inSlices(recordMetrics(compiled, states), clock)),
        ...timing.metrics(),
        ...brakeMetrics(parts.braking),
        ...storeMeter.metrics(),
        ...requests.metrics(),
        certificateMetric(certificateExpiresAtMs()),
        ...loop.metrics(),
        ...processMetrics(started.atMs),
      ];
    },
  };
}

function certificateMetric(expiresAtMs: number | undefined) {
  return gauge(
    'meridian_api_certificate_expiry_timestamp_seconds',
    'When the certificate of the API expires, in seconds since the epoch; not there without one.',
    expiresAtMs === undefined ? [] : [{ labels: {}, value: expiresAtMs / 1000 }],
  );
}
