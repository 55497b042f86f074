import { expect, test } from 'vitest';
import { describeFleetEvent } from '../../src/fleet/describe-event.ts';
import type { FleetEvent } from '../../src/fleet/fleet-event.ts';

const vantage = 'tokyo';
const remote = '192.0.2.1';

test.each<[FleetEvent, string]>([
  [{ kind: 'connected', vantage, remote, version: '0.1.0', region: undefined }, 'info connected from 192.0.2.1, version 0.1.0'],
  [{ kind: 'connected', vantage, remote, version: '0.1.0', region: 'ap' }, 'info connected from 192.0.2.1, version 0.1.0, region ap'],
  [{ kind: 'lost', vantage, unheardMs: 35_012.5 }, 'warn is lost: nothing came from it for 35s'],
  [{ kind: 'forgotten', vantage, unheardMs: 3_600_400 }, 'info is forgotten: nothing came from it for 1h'],
  [
    { kind: 'replaced', vantage, remote, formerRemote: '192.0.2.2' },
    'warn is now the agent at 192.0.2.1, no more the one at 192.0.2.2: it was started again, or two agents have one name',
  ],
  [{ kind: 'cut', vantage, remote, reason: 'unread' }, 'warn was cut off at 192.0.2.1: its agent does not read its stream'],
  [{ kind: 'refused', vantage, remote, reason: 'boot: missing' }, 'warn may not connect from 192.0.2.1: boot: missing'],
  [{ kind: 'malformed', vantage, faults: [{ field: 'a', message: 'b' }] }, 'warn sent a report that is refused: a: b'],
  [{ kind: 'duplicate', vantage, sequence: 7 }, 'info sent report 7 again: it was taken in before'],
  [{ kind: 'late', vantage, observations: 3, agoMs: 90_000 }, 'warn sent 3 observations too late to count, of up to 90s ago'],
  [{ kind: 'unable', vantage, probes: 2, probe: 'p', reason: 'x' }, 'warn cannot do 2 of its probes: p: x'],
  [{ kind: 'able', vantage }, 'info can do all its probes again'],
  [{ kind: 'controls-failing', vantage, reason: 'r' }, 'warn has no say: r'],
  [{ kind: 'controls-mended', vantage }, 'info has a say again: its control targets answer'],
  [{ kind: 'skewed', vantage, skewMs: -61_000 }, 'warn has a clock that is 61s behind; verdicts do not go by it'],
  [{ kind: 'dropped', vantage, reason: 'its token was revoked' }, 'warn is let go: its token was revoked'],
])('%j', (event, line) => {
  const { level, message, fields } = describeFleetEvent(event);
  expect(`${level} ${message}`).toBe(line.replace(' ', ' vantage tokyo '));
  expect(fields).toMatchObject({ event: `vantage ${event.kind}`, vantage });
});
