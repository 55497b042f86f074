import { createSocket } from 'node:dgram';
import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { addressOf, askOnce, servedGeneration, startFixed } from './ask-responder.ts';
import { fixedChange, fixedTable, POISON } from './fixed-lookup.ts';
import { queryBytes } from './query-bytes.ts';

const ANY_PORT = { address: '127.0.0.1', port: 0, optional: false };

describe('listening', () => {
  test('UDP and TCP have the same port, on every address, with several workers', async () => {
    const { responder } = await startFixed({ listen: [ANY_PORT, { ...ANY_PORT, address: '127.0.0.2' }], workers: 2 });
    await using _ = responder;
    for (const address of ['127.0.0.1', '127.0.0.2']) {
      expect(addressOf(responder, 'udp', address).port).toBe(addressOf(responder, 'tcp', address).port);
      expect(await servedGeneration(addressOf(responder, 'udp', address))).toBe(1);
      expect(await servedGeneration(addressOf(responder, 'tcp', address))).toBe(1);
    }
  });

  test.each([1, 2])('a second responder on the same port is refused in one clear line (%i workers)', async workers => {
    const { responder } = await startFixed({ workers });
    await using _ = responder;
    const { port } = addressOf(responder, 'udp');
    const second = startFixed({ listen: [{ ...ANY_PORT, port }], workers: 2 });
    await expect(second).rejects.toThrow(`cannot listen on 127.0.0.1:${port} (TCP): address already in use`);
    expect(await servedGeneration(addressOf(responder, 'udp'))).toBe(1);
  });

  test('a UDP port that somebody else shares is refused, not shared', async () => {
    const stranger = createSocket({ type: 'udp4', reusePort: true });
    const port = await freePort();
    await new Promise<void>(resolve => stranger.bind(port, '127.0.0.1', resolve));
    const taken = startFixed({ listen: [{ ...ANY_PORT, port }], workers: 2 });
    await expect(taken).rejects.toThrow(`cannot listen on 127.0.0.1:${port} (UDP): address already in use`);
    await new Promise<void>(resolve => stranger.close(resolve));
  });

  test('an optional address that the machine does not have is skipped with a warning; others are an error', async () => {
    const absent = { address: '192.0.2.1', port: 0, optional: true };
    const { responder, warnings } = await startFixed({ listen: [ANY_PORT, absent] });
    await using _ = responder;
    expect(warnings).toEqual(['cannot listen on 192.0.2.1:0 (TCP): the machine has no such address; skipped']);
    expect(responder.addresses.map(({ address }) => address)).toEqual(['127.0.0.1', '127.0.0.1']);
    await expect(startFixed({ listen: [{ ...absent, optional: false }] })).rejects.toThrow('the machine has no such address');
    await expect(startFixed({ listen: [absent] })).rejects.toThrow('no address to listen on');
  });

  test('the port is free again at the end', async () => {
    const first = await startFixed({ workers: 2 });
    const { port } = addressOf(first.responder, 'udp');
    await first.responder[Symbol.asyncDispose]();
    const second = await startFixed({ listen: [{ ...ANY_PORT, port }] });
    await using _ = second.responder;
    expect(await servedGeneration(addressOf(second.responder, 'udp'))).toBe(1);
  });

  test('batched on this machine, and no word about it', async () => {
    const { responder, warnings } = await startFixed({ listen: [{ ...ANY_PORT, address: '0.0.0.0' }], udp: 'auto' });
    await using _ = responder;
    expect(warnings).toEqual([]);
  });

  test('portable: one line for a wildcard address, whatever the number of workers', async () => {
    const { responder, warnings } = await startFixed({
      listen: [ANY_PORT, { ...ANY_PORT, address: '0.0.0.0' }],
      workers: 2,
      udp: 'portable',
    });
    await using _ = responder;
    const { port } = addressOf(responder, 'udp', '0.0.0.0');
    const advice = 'answers may come from another address than was asked; list the addresses one by one instead';
    expect(warnings).toEqual([`0.0.0.0:${port} (UDP): ${advice}`]);
    expect(await servedGeneration({ ...addressOf(responder, 'udp', '0.0.0.0'), address: '127.0.0.1' })).toBe(1);
  });

  test('no worker at all is refused', async () => {
    await expect(startFixed({ workers: 0 })).rejects.toThrow('0 workers: at least 1 is needed');
  });
});

describe('publishing', () => {
  test('resolves when every worker serves the generation, in order', async () => {
    const { responder } = await startFixed({ workers: 2 });
    await using _ = responder;
    const all = [responder.publish({ table: fixedTable(2) }), responder.publish({ change: fixedChange(3, 1) })];
    expect(await Promise.all(all)).toEqual([2, 3]);
    const asked = Array.from({ length: 20 }, () => servedGeneration(addressOf(responder, 'udp')));
    expect(new Set(await Promise.all(asked))).toEqual(new Set([3]));
  });

  test('a generation that is not above the last one is refused', async () => {
    const { responder } = await startFixed({ table: fixedTable(5) });
    await using _ = responder;
    await expect(responder.publish({ table: fixedTable(5) })).rejects.toThrow('generation 5 is not above 5');
  });

  test('an update that does not fit is refused, and the answers stay', async () => {
    const { responder } = await startFixed({ workers: 2 });
    await using _ = responder;
    await expect(responder.publish({ change: fixedChange(2, POISON) })).rejects.toThrow('no record set of that number');
    expect(await servedGeneration(addressOf(responder, 'udp'))).toBe(1);
    expect(await responder.publish({ change: fixedChange(3) })).toBe(3);
  });

  test('nobody waits for ever: what is under way at the end is rejected', async () => {
    const { responder } = await startFixed();
    const published = expect(responder.publish({ table: fixedTable(2) })).rejects.toThrow('has ended');
    await responder[Symbol.asyncDispose]();
    await published;
    await expect(responder.publish({ table: fixedTable(3) })).rejects.toThrow('has ended');
  });
});

describe('a worker that dies', () => {
  test.each([1, 2])('is told, and replaced by one with the newest answers, on UDP and TCP (%i workers)', async workers => {
    const { responder, nextFault } = await startFixed({ workers });
    await using _ = responder;
    await responder.publish({ table: fixedTable(2) });
    await responder.publish({ change: fixedChange(3, 7) });
    const fault = nextFault();
    await askOnce(addressOf(responder, 'tcp'), queryBytes('die.test.'));
    expect((await fault).message).toBe('a responder worker died and is being replaced: a death that a test asked for');
    expect(await responder.publish({ change: fixedChange(4, 7, 8) })).toBe(4);
    await expect.poll(() => servedGeneration(addressOf(responder, 'tcp')), { timeout: 5000 }).toBe(4);
    await expect.poll(() => servedGeneration(addressOf(responder, 'udp')), { timeout: 5000 }).toBe(4);
  });

  test('its counters go on', async () => {
    const { responder, nextFault } = await startFixed();
    await using _ = responder;
    const fault = nextFault();
    expect(await servedGeneration(addressOf(responder, 'udp'))).toBe(1);
    await askOnce(addressOf(responder, 'tcp'), queryBytes('die.test.'));
    await fault;
    await expect.poll(() => servedGeneration(addressOf(responder, 'tcp')).catch(() => 0), { timeout: 5000 }).toBe(1);
    expect(responder.counters().queries.map(({ value }) => value)).toEqual([1, 0, 2, 0]);
    expect(responder.counters().workerRestarts).toBe(1);
  });
});

test('a look-up that throws reaches the log, and the answers go on', async () => {
  const { responder, nextFault } = await startFixed();
  await using _ = responder;
  const fault = nextFault();
  const answer = await askOnce(addressOf(responder, 'udp'), queryBytes('fault.test.'));
  expect(answer[3]! & 15).toBe(2);
  expect((await fault).message).toBe('a fault that a test asked for');
  expect(responder.counters().faults).toBe(1);
  expect(await servedGeneration(addressOf(responder, 'udp'))).toBe(1);
});
