import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadZones } from '../../../src/config/load.ts';

const { declared, findings } = loadZones(join(import.meta.dirname, '../../fixtures/zones-good/drills'));
const drills = declared?.zones.get('example.com.')?.steering?.drills ?? [];

test('what a drill does not say has its default', () => {
  expect(findings).toEqual([]);
  expect(drills[0]).toEqual({
    name: 'plain',
    owner: 'www.example.com.',
    awayFrom: { kind: 'pool', pool: 'web-north' },
    forMs: 10_000,
    includingOthers: false,
    minHealthyPercent: 100,
    webhook: undefined,
    schedule: undefined,
    timeZone: 'UTC',
    allowed: [],
    blocked: [],
  });
});

test('every key of a drill', () => {
  expect(drills[1]).toMatchObject({
    name: 'all-keys',
    awayFrom: { kind: 'endpoint', pool: 'web-north', endpoint: 'a' },
    forMs: 5_400_000,
    includingOthers: true,
    minHealthyPercent: 50,
    webhook: { url: 'https://192.0.2.1/rate?key=a', maxErrorRate: 0, everyMs: 60_000 },
    schedule: '*/30 22-23 * * fri,sat',
    timeZone: 'Europe/Berlin',
    allowed: [
      { days: [5, 6], fromMinute: 1320, untilMinute: 1560 },
      { days: [1], fromMinute: 0, untilMinute: 1440 },
    ],
    blocked: [{ kind: 'dates', firstDay: '2030-12-20', lastDay: '2031-01-05' }, { kind: 'week' }],
  });
});
