import { expect, test } from 'vitest';
import { fleetView } from '../../src/api/contract.ts';
import { serveFleet } from './serving-fleet.ts';

test('a vantage is shown with what it sees failing, and without a say where verdicts do not go by it', async () => {
  const { as, call, fleet, operations } = await serveFleet();
  for (const name of ['here', 'there'])
    fleet.join({ name, region: undefined, assign: () => {}, checkNow: () => {}, recheck: () => {}, controls: () => [] });
  const voteless = 'sees 9 of 10 targets down that others see up';
  operations.vantageStandings = [{ name: 'there', region: undefined, voteless, targets: 10, failing: 9 }];
  const { vantages } = fleetView.parse((await call('GET', '/v1/fleet', undefined, as('viewer'))).json);
  expect(vantages.map(({ name, targets, voteless }) => ({ name, targets, voteless }))).toEqual([
    { name: 'here', targets: { seen: 0, failing: 0 }, voteless: null },
    { name: 'there', targets: { seen: 10, failing: 9 }, voteless },
  ]);
});
