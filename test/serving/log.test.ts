import { expect, test } from 'vitest';
import { createLog } from '../../src/serving/log.ts';
import { readableLog } from './log-lines.ts';

function terminal(level = 'info') {
  const written: string[] = [];
  return { log: createLog(level, { isTTY: true, write: text => written.push(text) }), written };
}

test('machines get one JSON object a line, with an RFC 3339 time and neither process nor host', () => {
  const { log, lines } = readableLog();
  log.info({ endpoint: 'example.com./x/a', weight: 5 }, 'a line\nof two');
  const [line, ...more] = lines();
  expect(more).toEqual([]);
  expect(line).toEqual({ level: 30, time: expect.any(String), endpoint: 'example.com./x/a', weight: 5, msg: 'a line\nof two' });
  expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('machines get the stack of an error and what caused it', () => {
  const { log, lines } = readableLog();
  log.error({ err: new Error('cannot write', { cause: new Error('disk full') }) }, 'verdicts could not be stored');
  expect(lines()[0]).toMatchObject({ level: 50, msg: 'verdicts could not be stored', err: { type: 'Error' } });
  expect(JSON.stringify(lines()[0]?.err)).toContain('disk full');
});

test('a terminal gets one plain line: the time of day, the level, the message', () => {
  const { log, written } = terminal();
  log.info({ endpoint: 'example.com./x/a' }, 'example.com/x/a is up');
  log.warn('careful');
  expect(written).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d info {2}example\.com\/x\/a is up\n$/),
    expect.stringMatching(/^\d\d:\d\d:\d\d warn {2}careful\n$/),
  ]);
});

test('a terminal gets the words of an error behind the message, once', () => {
  const { log, written } = terminal();
  log.error({ err: new Error('disk full') }, 'verdicts could not be stored');
  log.error(new Error('only this'));
  expect(written.map(line => line.slice(9))).toEqual(['error verdicts could not be stored: disk full\n', 'error only this\n']);
});

test.each([
  ['debug', ['debug', 'info ', 'error']],
  ['info', ['info ', 'error']],
  ['error', ['error']],
  ['silent', []],
])('level %s is kept', (level, expected) => {
  const { log, written } = terminal(level);
  log.debug('x');
  log.info('x');
  log.error('x');
  expect(written.map(line => line.slice(9, 14))).toEqual(expected);
});
