import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import type { Compiled } from '../answer/compile.ts';
import { createLookup } from '../answer/lookup.ts';
import { TrafficLedger } from '../answer/traffic.ts';
import { IntentKeeper } from '../control/intent-keeper.ts';
import { type Control, compileFirst, startControl } from '../control/loop.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { intentTargetKey } from '../lib/keys.ts';
import { seededRandom } from '../lib/random.ts';
import { startResponder } from '../responder/responder.ts';
import { AnswerEvents } from './answer-events.ts';
import { AppliedIntents } from './applied-intents.ts';
import { startBraking } from './braking.ts';
import { keepDrains } from './exposing.ts';
import type { Facts } from './facts.ts';
import { deriveFrom } from './health-inputs.ts';
import type { Inputs } from './inputs.ts';
import { noteBegun, noteExpired, noteIntents } from './intent-events.ts';
import { tellOverrun } from './overrun.ts';
import { noteState } from './state-events.ts';
import { UpdateTiming } from './update-timing.ts';

export type Answering = Awaited<ReturnType<typeof startAnswering>>;

/** The responder, from the first table on, and the loop that gives it every later one. */
export async function startAnswering(facts: Facts, inputs: Inputs, stack: AsyncDisposableStack) {
  const { options, version, log, events, faults, counters } = facts;
  const braking = stack.use(startBraking(facts, inputs, deriveFrom(inputs.health, clock, inputs.hosts.names.addressesOf)));
  const { derive } = braking;
  const first = compileFirst(inputs, derive, clock.now());
  const newLookup = ({ table }: Compiled) => createLookup(table, seededRandom(randomInt(2 ** 32)));
  let lookup = newLookup(first.compiled);
  const responder = stack.use(
    await startResponder({
      listen: options.dns,
      workers: options.workers,
      table: first.compiled.table,
      identity: { version: `meridian ${version}`, serverId: options.protocol.serverId ?? hostname(), hidden: options.protocol.hidden },
      protocol: options.protocol,
      onWarning: line => log.warn(line),
      onFault: error => faults.note('responder', error),
    }),
  );
  const traffic = new TrafficLedger(first.compiled, table => responder.counted(table));
  const answersGiven = () => responder.answersGiven(first.compiled.addresses);
  const drains = stack.use(keepDrains(facts, inputs, first.states, answersGiven));
  const answers = stack.use(new AnswerEvents(events, clock));
  const timing = new UpdateTiming(clock);
  const applied = new AppliedIntents({ log, events });
  applied.noteServed(first);
  const control = startControl({
    first,
    derive,
    clock,
    publish: update => timing.publish('table' in update, () => responder.publish(update)),
    onCompiled: timing.noteCompiled,
    onState(before, after) {
      const line = noteState(events, before, after);
      if (line) log[line.level](line.fields, line.message);
      drains.noteState(before, after);
    },
    onServed(served, change) {
      const { compiled, generation, states } = served;
      counters.updates++;
      applied.noteServed(served);
      answers.noteServed({ compiled, generation }, change);
      if (!change) traffic.take(compiled);
      if (change) lookup.replace(change);
      else lookup = newLookup(compiled);
      drains.noteServed(states, change === undefined);
      log.debug({ generation }, `generation ${generation}: ${change ? `${change.decisions.sets.length} record sets` : 'everything'}`);
    },
  });
  const keeper = stack.use(keepIntents(inputs, control, facts));
  inputs.controlled.resolve(control);
  braking.follow(control);
  // It ends before the responder: what it still found could not be published.
  stack.use(inputs.hosts);
  const source = () => {
    lookup.setTime(clock.now());
    return lookup;
  };
  return { responder, control, keeper, braking, derive: braking.supposed, traffic, timing, source, answersGiven, drains };
}

/** Intents outlive restarts, and end by themselves when their time is over. */
function keepIntents({ store, intents }: Inputs, control: Control, { log, events, faults }: Facts): IntentKeeper {
  return new IntentKeeper({
    stored: intents,
    store: (change, also) => store.intents.change(change, also),
    clock,
    onChanged: (change, before) => noteIntents(events, change, before),
    onExpired(expired, left) {
      noteExpired(events, expired);
      for (const { kind, target, author } of expired)
        log.info({ intent: kind, author }, `${intentTargetKey(target)}: ${kind} of ${author} expired`);
      tellOverrun(expired, left, { control, log, nowMs: clock.now() });
      control.change({ intents: left }).catch(error => faults.note('intents that expired are still in the answers', error));
    },
    onBegun(begun, now) {
      noteBegun(events, begun);
      for (const { target, author, reason } of begun)
        log.info({ intent: 'maintenance', author }, `${intentTargetKey(target)}: maintenance of ${author} begins: ${reason}`);
      control.change({ intents: now }).catch(error => faults.note('maintenance that began is not in the state yet', error));
    },
    onFault: error => faults.note('intents that expired could not be removed from the store', error),
  });
}
