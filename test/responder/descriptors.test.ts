import { closeSync, fstatSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { closeAll, closeLeftOpen, createDescriptors, noteClosing, noteOpened, takeAway } from '../../src/responder/descriptors.ts';
import { openUdpSocket } from '../../src/responder/udp-socket.ts';
import { realLibc } from './failing-libc.ts';

test('what was left open is closed, once; what was closed before is let alone', () => {
  const descriptors = createDescriptors();
  const [left, closed] = [openSync('/dev/null', 'r'), openSync('/dev/null', 'r')];
  noteOpened(descriptors, left);
  noteOpened(descriptors, closed);
  noteClosing(descriptors, closed);
  closeLeftOpen(descriptors);
  expect(() => fstatSync(left)).toThrow('EBADF');
  expect(fstatSync(closed).isCharacterDevice()).toBe(true);
  closeLeftOpen(descriptors);
  closeSync(closed);
});

test('what somebody else closed is no obstacle to closing the rest', () => {
  const descriptors = createDescriptors();
  const [gone, left] = [openSync('/dev/null', 'r'), openSync('/dev/null', 'r')];
  noteOpened(descriptors, gone);
  noteOpened(descriptors, left);
  closeSync(gone);
  closeLeftOpen(descriptors);
  expect(() => fstatSync(left)).toThrow('EBADF');
});

test('more sockets than are foreseen are refused', () => {
  const descriptors = createDescriptors().fill(1);
  expect(() => noteOpened(descriptors, 5)).toThrow('at most 1024 UDP sockets');
});

test("what is taken from a thread that hangs is free at once; its number is nobody else's until the thread has ended", async () => {
  const libc = await realLibc();
  const descriptors = createDescriptors();
  const taken = openUdpSocket(libc, { address: '127.0.0.1', port: 0 }, false);
  noteOpened(descriptors, taken.fd);
  const numbers = takeAway(libc, descriptors);
  const next = openUdpSocket(libc, taken.bound, false);
  expect(numbers).toEqual([taken.fd]);
  expect(next.fd).not.toBe(taken.fd);
  expect(fstatSync(taken.fd).isCharacterDevice()).toBe(true);
  closeLeftOpen(descriptors);
  closeAll(numbers);
  expect(() => fstatSync(taken.fd)).toThrow('EBADF');
  libc.close(next.fd);
});
