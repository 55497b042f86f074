import { expect, test } from 'vitest';
import { createHealth } from '../../src/health/engine.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { declare, endpoint, monitor, observation, pool } from './declare.ts';
import { fleet, START } from './fleet.ts';

const A = 'example.com./web/a';
const INTERVAL_MS = 10_000;

/** The same, with a vantage that looks at every interval. */
function watched(...args: Parameters<typeof fleet>) {
  const scene = fleet(...args);
  const look = (results: string) => {
    for (const result of results) {
      scene.clock.advance(INTERVAL_MS);
      scene.engine.tick();
      scene.see({ hz: result });
    }
    return scene.engine.measured(A).outlook.unsettled;
  };
  return { ...scene, look };
}

test('what turned up is unsettled for as long as it would take to turn down', () => {
  const { look } = watched();
  expect([look('+'), look('+'), look('+')]).toEqual([true, true, false]);
});

test('with fall 1 as well for two looks', () => {
  const { look } = watched({ fall: 1 });
  expect([look('+'), look('+'), look('+')]).toEqual([true, true, false]);
});

test('what turned down is unsettled for as long as it would take to turn up, then settled however long it is down', () => {
  const { look, verdict } = watched();
  look('+++');
  expect([look('-'), look('-'), look('-'), look('-'), look('-'), look('-----')]).toEqual([false, true, true, true, false, false]);
  expect(verdict()).toBe('down');
});

test('a doubt in that time has it begin again; a doubt later does not unsettle', () => {
  const { look } = watched();
  expect([look('+'), look('-'), look('+'), look('+')]).toEqual([true, true, true, false]);
  expect([look('-'), look('+')]).toEqual([false, false]);
});

test('time alone ends it, and that is told', () => {
  const { engine, clock, see } = fleet();
  see({ hz: '+' });
  clock.advance(2 * INTERVAL_MS - 1);
  expect(engine.tick()).toEqual([]);
  clock.advance(1);
  expect(engine.tick()).toMatchObject([
    { verdictChanged: false, before: { outlook: { unsettled: true } }, after: { outlook: { unsettled: false } } },
  ]);
  expect(engine.tick()).toEqual([]);
});

test.each(['up', 'down'] as const)('what was %s before a restart is unsettled until somebody has looked', verdict => {
  const { engine, clock, see } = fleet({}, { restored: { verdict, reason: 'hz: status 200', sinceMs: 7 } });
  clock.advance(1000);
  engine.tick();
  expect(engine.measured(A).outlook.unsettled).toBe(true);
  see({ hz: verdict === 'up' ? '+' : '-' });
  expect(engine.measured(A).outlook.unsettled).toBe(false);
});

test('another address begins anew, another check does not', () => {
  const { engine, look } = watched();
  look('+++');
  const watch = (at: string, port: number) =>
    engine.assign(declare([pool({ endpoints: [endpoint('a', at)] })], [monitor('web', { check: { type: 'tcp', port } })]));
  watch('192.0.2.1', 81);
  expect(engine.measured(A).outlook.unsettled).toBe(false);
  watch('192.0.2.9', 81);
  expect(engine.measured(A).outlook.unsettled).toBe(true);
});

test('ten thousand settled endpoints that are seen well, and ticks, change nothing', () => {
  const clock = fakeClock(START);
  const engine = createHealth({ restore: () => undefined, clock });
  const endpoints = Array.from({ length: 10_000 }, (_, i) => endpoint(`e${i}`, `10.0.${i >> 8}.${i & 255}`));
  engine.assign(declare([pool({ endpoints })], [monitor('web')]));
  const vantages = ['hz', 'bj', 'sg'];
  engine.setVantages(vantages.map((name, index) => ({ name, region: undefined, voteless: undefined, slot: { index, of: 3 } })));
  const round = () => {
    const seen = endpoints.flatMap(({ name }) =>
      vantages.map(vantage => engine.observe(observation(true, { vantage, atMs: clock.now(), target: `example.com./web/${name}/web` }))),
    );
    clock.advance(INTERVAL_MS);
    return seen.filter(Boolean).length + engine.tick().length;
  };
  for (let i = 0; i < 4; i++) round();
  expect([round(), round()]).toEqual([0, 0]);
});
