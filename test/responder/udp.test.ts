import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { createCounters } from '../../src/responder/counters.ts';
import { createDescriptors } from '../../src/responder/descriptors.ts';
import { createEngine } from '../../src/responder/engine.ts';
import { openUdp } from '../../src/responder/udp.ts';
import type { UdpChoice } from '../../src/responder/worker-protocol.ts';
import { askOnce } from './ask-responder.ts';
import { FixedLookup, fixedTable } from './fixed-lookup.ts';
import { queryBytes } from './query-bytes.ts';

const elsewhere = async () => 'not on darwin arm64';

async function open(choice: UdpChoice, address: string, load?: typeof elsewhere) {
  const counters = createCounters();
  const onFault = () => {};
  const identity = { version: undefined, serverId: undefined };
  const engine = createEngine({ source: new FixedLookup(fixedTable(1)), identity, counters, onFault });
  const addresses = [{ address, port: 0 }];
  const options = { addresses, shared: false, engine, counters, descriptors: createDescriptors(), clock: systemClock, onFault };
  const opened = await openUdp(choice, options, load);
  onTestFinished(() => opened.transport.close());
  return opened;
}

test('where the machine has no batches, the portable sockets answer, and one line says so', async () => {
  const { transport, warnings } = await open('auto', '127.0.0.1', elsewhere);
  expect(warnings).toEqual(['no batched UDP (not on darwin arm64): the slower portable sockets are used']);
  expect(await askOnce(transport.bound[0]!, queryBytes('www.test.'))).toHaveLength(42);
});

test('whoever asks for batches is told why there are none', async () => {
  await expect(open('batched', '127.0.0.1', elsewhere)).rejects.toThrow('no batched UDP: not on darwin arm64');
});

test.each(['0.0.0.0', '::'])('portable on %s warns that another address may answer', async address => {
  const { warnings } = await open('portable', address);
  expect(warnings).toEqual([expect.stringContaining('answers may come from another address than was asked')]);
});

test('batched on a wildcard address has nothing to warn of', async () => {
  expect((await open('auto', '0.0.0.0')).warnings).toEqual([]);
});
