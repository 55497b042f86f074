import { describe, expect, test } from 'vitest';
import { rehearse } from '../../src/control/rehearsal.ts';
import { Controlled, X } from './controlled.ts';

const NEVER = new AbortController().signal;

async function rehearsed({ control, clock }: Controlled, states = control.served.states, signal = NEVER): Promise<void> {
  const done = rehearse({ ...control.served, states }, clock, signal);
  await Promise.all([done, clock.advanceSettled(1)]);
}

describe('the rehearsal of failures', () => {
  test('changes nothing of what is served, and leaves no timer', async () => {
    const served = new Controlled();
    const before = served.ask('www');
    await rehearsed(served);
    expect([served.ask('www'), served.updates, served.control.served.generation, served.clock.pending]).toEqual([before, [], 1, 0]);
  });

  test('tells of a failure that could not be compiled', async () => {
    const served = new Controlled();
    const states = new Map(served.control.served.states);
    states.delete('example.com./y/a');
    await expect(rehearsed(served, states)).rejects.toThrow(TypeError);
  });

  test('ends when it is told to', async () => {
    const served = new Controlled();
    const states = new Map(served.control.served.states);
    states.delete(X);
    await expect(rehearsed(served, states, AbortSignal.abort())).resolves.toBeUndefined();
  });
});
