import { expect, test } from 'vitest';
import { LastLook } from '../../src/health/last-look.ts';
import { observation } from './declare.ts';

test('it is what the last observation was, phases that are missing included', () => {
  const look = new LastLook('hz');
  look.take(observation(false, { vantage: 'hz', phases: { connectMs: 1.5, tlsMs: 0 }, durationMs: 9 }));
  expect(look).toMatchObject({ vantage: 'hz', ok: false, reason: 'status 503', durationMs: 9 });
  expect(look.phases).toEqual({ connectMs: 1.5, tlsMs: 0 });
  look.take(observation(true, { vantage: 'hz', phases: { firstByteMs: 2 } }));
  expect(look).toMatchObject({ ok: true, reason: 'status 200' });
  expect(look.phases).toEqual({ firstByteMs: 2 });
  look.take(observation(true, { vantage: 'hz' }));
  expect(look.phases).toBeUndefined();
});
