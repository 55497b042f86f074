import { randomInt, randomUUID } from 'node:crypto';
import { startAgent } from '../probes/agent/agent.ts';
import { controllerAt } from '../probes/agent/controller.ts';
import type { ProbeAgentOptions } from './config/probe-options.ts';
import { readVersion } from './config/version.ts';
import { systemClock as clock } from './lib/clock.ts';
import { isLoopback, parseIp } from './lib/ip-address.ts';
import { seededRandom } from './lib/random.ts';
import { listenForEnd } from './serving/end-signal.ts';
import { LateProbes } from './serving/late-probes.ts';
import { createLog, type Logger, standardOutput } from './serving/log.ts';
import { affordableProbes, readProcessLimits } from './serving/probe-limit.ts';
import { endAtUncaught } from './serving/uncaught.ts';
import { Unprobed } from './serving/unprobed.ts';

/** The longest that a timer may wait. */
const LONG_MS = 0x7fff_ffff;

/**
 * The composition root of the agent, as `serve` is of the server: builds it from its options, runs it until it is told to end, and ends what
 * it built in the opposite order.
 */
export async function probe(options: ProbeAgentOptions): Promise<void> {
  const output = standardOutput({
    onLost: () => {},
    onDropped: lines => log.error({ lines }, `${lines} lines were dropped here: the reader of this log did not read`),
  });
  const log = createLog(options.logLevel, output);
  await using stack = new AsyncDisposableStack();
  stack.use(endAtUncaught(log));
  const hangups = new EventTarget();
  const { ended } = stack.use(listenForEnd(() => hangups.dispatchEvent(new Event('hangup'))));
  stack.use(keptAlive());
  warnOfPlainHttp(options, log);
  const agent = stack.use(start(options, log, stack));
  hangups.addEventListener('hangup', () => agent.retryNow());
  log.info(`${await ended}: ending`);
  await stack.disposeAsync();
  log.info('ended');
}

function start(options: ProbeAgentOptions, log: Logger, stack: AsyncDisposableStack) {
  const { controller: url, tokenFile, tls, proxy } = options;
  const maxInFlight = affordableProbes(options.maxProbes, readProcessLimits(), line => log.warn(line));
  const counters = { faults: 0, lateProbes: 0 };
  const faults = { note: (what: string, error: unknown) => log.error({ err: error }, what) };
  const late = stack.use(new LateProbes({ log, counters, clock, maxProbes: maxInFlight }));
  return startAgent({
    ...options,
    controller: controllerAt({ url, tokenFile, tls, proxy }),
    boot: randomUUID(),
    version: readVersion(),
    maxInFlight,
    clock,
    random: seededRandom(randomInt(2 ** 32)),
    log,
    onFault: new Unprobed({ faults, counters, clock }).note,
    onLate: late.note,
  });
}

/** An agent that waits for the controller has neither socket nor timer that would keep the process alive. */
function keptAlive(): Disposable {
  const timer = setInterval(() => {}, LONG_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function warnOfPlainHttp({ controller }: ProbeAgentOptions, log: Logger): void {
  const { protocol, hostname } = new URL(controller);
  const octets = parseIp(hostname.replace(/^\[(.*)\]$/, '$1'));
  const isHere = hostname === 'localhost' || (octets !== undefined && isLoopback(octets));
  if (protocol === 'http:' && !isHere)
    log.warn(`the token and the reports go to ${hostname} over plain http, for everybody on the way to read: use https`);
}
