import { closeSync, fstatSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { closeLeftOpen, createDescriptors, noteClosing, noteOpened } from '../../src/responder/descriptors.ts';

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
