import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { boundedOutput } from '../../src/serving/bounded-output.ts';

/** A reader that reads only when it is told to, behind room for 100 octets. */
function reader() {
  const stream = new PassThrough({ highWaterMark: 1 });
  const told = { lost: 0, dropped: [] as number[] };
  const write = boundedOutput(stream, {
    limit: 100,
    onLost: () => told.lost++,
    onDropped: dropped => {
      told.dropped.push(dropped);
      write(`[${dropped}]`);
    },
  });
  const readAll = async () => {
    let text = '';
    for (let piece = stream.read(); piece !== null || stream.writableLength > 0; piece = stream.read()) {
      text += piece ?? '';
      await new Promise(setImmediate);
    }
    return text;
  };
  return { stream, told, write, readAll };
}

const TEN = 'ten octets';

test('who reads gets everything', async () => {
  const { write, readAll, told } = reader();
  for (let i = 0; i < 3; i++) write(TEN);
  expect(await readAll()).toBe(TEN.repeat(3));
  expect(told).toEqual({ lost: 0, dropped: [] });
});

test('for who does not read no more waits than the limit; what is dropped is told where it is missing', async () => {
  const { stream, write, readAll, told } = reader();
  for (let i = 0; i < 1000; i++) write(TEN);
  expect(stream.writableLength).toBeLessThanOrEqual(100);
  expect(told.dropped).toEqual([]);
  const text = await readAll();
  write('again');
  expect(text + (await readAll())).toBe(`${TEN.repeat(1000 - told.lost)}[${told.lost}]again`);
  expect(told.dropped).toEqual([told.lost]);
});

test('one who reads slowly is told as soon as half of the room is free', () => {
  const { stream, write, told } = reader();
  for (let i = 0; i < 20; i++) write(TEN);
  const { lost } = told;
  while (stream.writableLength > 50) {
    write(TEN);
    stream.read();
  }
  expect(told).toEqual({ lost: expect.any(Number), dropped: [] });
  expect(told.lost).toBeGreaterThan(lost);
  write(TEN);
  expect(told.dropped).toEqual([told.lost]);
  expect(stream.writableLength).toBeGreaterThan(10);
});

test('what a stream refuses is lost', async () => {
  const { stream, write, told } = reader();
  stream.on('error', () => {});
  stream.destroy();
  write(TEN);
  await new Promise(setImmediate);
  expect(told).toEqual({ lost: 1, dropped: [] });
});
