import { expect, test } from 'vitest';
import { presentMetrics } from '../../src/api/metrics.ts';
import { ApiRequests } from '../../src/serving/api-requests.ts';

test('calls are counted by method, route and status; their times by whether they change something, without streams', () => {
  const requests = new ApiRequests();
  const read = { method: 'GET', route: '/v1/zones/{zone}', status: 200, seconds: 0.004, isStream: false };
  requests.note(read);
  requests.note(read);
  requests.note({ ...read, status: 404 });
  requests.note({ ...read, route: '/v1/events', seconds: 3600, isStream: true });
  requests.note({ ...read, method: 'PATCH', seconds: 0.25 });
  const text = presentMetrics(requests.metrics());
  expect(text).toContain('meridian_api_requests_total{method="GET",route="/v1/zones/{zone}",code="200"} 2\n');
  expect(text).toContain('meridian_api_requests_total{method="GET",route="/v1/zones/{zone}",code="404"} 1\n');
  expect(text).toContain('meridian_api_requests_total{method="GET",route="/v1/events",code="200"} 1\n');
  expect(text).toContain('meridian_api_request_seconds_sum{kind="read"} 0.012\n');
  expect(text).toContain('meridian_api_request_seconds_sum{kind="change"} 0.25\n');
});
