import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseWindow } from '../../src/lib/window-text.ts';

test.each([
  ['sun', { days: [0], fromMinute: 0, untilMinute: 1440 }],
  ['mon-fri 08:00-18:30', { days: [1, 2, 3, 4, 5], fromMinute: 480, untilMinute: 1110 }],
  ['sat-mon', { days: [0, 1, 6], fromMinute: 0, untilMinute: 1440 }],
  ['22:00-04:00', { days: [0, 1, 2, 3, 4, 5, 6], fromMinute: 1320, untilMinute: 1680 }],
  ['Sat, Sun 20:00-24:00', { days: [0, 6], fromMinute: 1200, untilMinute: 1440 }],
  ['2030-02-28..2030-03-01', { kind: 'dates', firstDay: '2030-02-28', lastDay: '2030-03-01' }],
  ['2030-02-28', { firstDay: '2030-02-28', lastDay: '2030-02-28' }],
])('%s is a window', (text, window) => expect(parseWindow(text)).toMatchObject({ text, ...window }));

test.each([
  '',
  ' ',
  'sunday',
  'mon-',
  '-fri',
  '24:00-02:00',
  '02:00-02:00',
  '00:00-00:00',
  '2:00-3:00',
  '25:00-26:00',
  '02:60-03:00',
  'mon fri-2',
  '2030-02-30',
  '2030-02-02..2030-02-01',
  '2030-1-1',
])('%j is none', text => expect(parseWindow(text)).toBeUndefined());

test('any text is a window or none', () => {
  fc.assert(fc.property(fc.string(), text => void parseWindow(text)));
});
