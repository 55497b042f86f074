import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import type { Compiled } from '../answer/compile.ts';
import { createLookup } from '../answer/lookup.ts';
import { TrafficLedger } from '../answer/traffic.ts';
import { describeChange } from '../control/describe-change.ts';
import { IntentKeeper } from '../control/intent-keeper.ts';
import { type Control, compileFirst, startControl } from '../control/loop.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { intentTargetKey } from '../lib/keys.ts';
import { seededRandom } from '../lib/random.ts';
import type { EndpointState } from '../model/effective.ts';
import { startResponder } from '../responder/responder.ts';
import { keepDrains } from './exposing.ts';
import type { Facts } from './facts.ts';
import { deriveFrom } from './health-inputs.ts';
import type { Inputs } from './inputs.ts';
import type { Logger } from './log.ts';
import { tellOverrun } from './overrun.ts';

export type Answering = Awaited<ReturnType<typeof startAnswering>>;

/** The responder, from the first table on, and the loop that gives it every later one. */
export async function startAnswering(facts: Facts, inputs: Inputs, stack: AsyncDisposableStack) {
  const { options, version, log, faults, counters } = facts;
  const derive = deriveFrom(inputs.health, clock, inputs.hosts.names.addressesOf);
  const first = compileFirst(inputs, derive);
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
  const control = startControl({
    first,
    derive,
    clock,
    publish: update => responder.publish(update),
    onState(before, after) {
      logChange(log, before, after);
      drains.noteState(before, after);
    },
    onServed({ compiled, generation, states }, change) {
      counters.updates++;
      if (!change) traffic.take(compiled);
      if (change) lookup.replace(change);
      else lookup = newLookup(compiled);
      drains.noteServed(states, change === undefined);
      log.debug({ generation }, `generation ${generation}: ${change ? `${change.decisions.sets.length} record sets` : 'everything'}`);
    },
  });
  const keeper = stack.use(keepIntents(inputs, control, facts));
  inputs.controlled.resolve(control);
  // It ends before the responder: what it still found could not be published.
  stack.use(inputs.hosts);
  const source = () => {
    lookup.setTime(clock.now());
    return lookup;
  };
  return { responder, control, keeper, derive, traffic, source, answersGiven, drains };
}

/** Intents outlive restarts, and end by themselves when their time is over. */
function keepIntents({ store, intents }: Inputs, control: Control, { log, faults }: Facts): IntentKeeper {
  return new IntentKeeper({
    stored: intents,
    store: change => store.intents.change(change),
    clock,
    onExpired(expired, left) {
      for (const { kind, target, author } of expired)
        log.info({ intent: kind, author }, `${intentTargetKey(target)}: ${kind} of ${author} expired`);
      tellOverrun(expired, left, { control, log, nowMs: clock.now() });
      control.change({ intents: left }).catch(error => faults.note('intents that expired are still in the answers', error));
    },
    onBegun(begun, now) {
      for (const { target, author, reason } of begun)
        log.info({ intent: 'maintenance', author }, `${intentTargetKey(target)}: maintenance of ${author} begins: ${reason}`);
      control.change({ intents: now }).catch(error => faults.note('maintenance that began is not in the state yet', error));
    },
    onFault: error => faults.note('intents that expired could not be removed from the store', error),
  });
}

function logChange(log: Logger, before: EndpointState | undefined, after: EndpointState): void {
  const line = describeChange(before, after);
  if (line) log[line.level](line.fields, line.message);
}
