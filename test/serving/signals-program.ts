/** A program that ends as `serve` does; what its end does is the argument. Prints what happens, a line each. */
import { setTimeout as pause } from 'node:timers/promises';
import { listenForEnd } from '../../src/serving/end-signal.ts';
import { createLog } from '../../src/serving/log.ts';
import { endAtUncaught } from '../../src/serving/uncaught.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Keeps the process alive as a socket would. */
const socket = setInterval(() => {}, 60_000);

const ENDS: Readonly<Record<string, () => Promise<void> | void>> = {
  orderly: () => clearInterval(socket),
  // What is left open after an orderly end is cut off as well.
  lingering: () => {},
  hanging: () => pause(60_000),
};

const FAULTS: Readonly<Record<string, () => void>> = {
  exception: () => {
    throw new Error('torn');
  },
  rejection: () => void Promise.reject(new Error('torn')),
  text: () => {
    throw 'torn';
  },
};

const [how = ''] = process.argv.slice(2);
{
  using _ = endAtUncaught(createLog('info', process.stdout));
  using signal = listenForEnd(() => say('hangup'));
  if (FAULTS[how]) setImmediate(FAULTS[how]);
  say('ready');
  say(await signal.ended);
  await ENDS[how]!();
}
say('ended');
