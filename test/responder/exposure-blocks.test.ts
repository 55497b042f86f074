import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AddressBook } from '../../src/answer/address-book.ts';
import { type ExposureMemory, ringsFor } from '../../src/answer/exposure-memory.ts';
import { ExposureTally } from '../../src/answer/exposure-tally.ts';
import { ExposureBlocks } from '../../src/responder/exposure-blocks.ts';
import { fakeClock } from '../support/fake-clock.ts';

/** Some workers that count for addresses `0`, `1` … */
function counting(addresses: number, longestTtl: number, workers = 2) {
  const clock = fakeClock();
  const blocks = new ExposureBlocks(workers, clock);
  const book = new AddressBook();
  for (let i = 0; i < addresses; i++) book.take(`${i}`);
  blocks.makeRoom({ addresses, longestTtl });
  const tallies = Array.from({ length: workers }, () => new ExposureTally());
  const use = () => {
    for (const [i, tally] of tallies.entries()) tally.use(blocks.of(i));
  };
  use();
  const tick = () => {
    for (const tally of tallies) tally.setSecond(Math.floor(clock.now() / 1000));
  };
  tick();
  /** Seconds from now and answers, of one address. */
  const read = (address: number) => {
    const given = blocks.read(book);
    const counts = given.unexpired(`${address}`);
    return [...(counts ?? [])].flatMap((count, i) => (count === 0 ? [] : [[given.endsInSeconds[i]!, count]]));
  };
  return { clock, blocks, book, tallies, use, tick, read, total: (address: number) => blocks.read(book).total(`${address}`) };
}

test('answers are counted until their TTL has run out, over all workers, and for ever in the total', () => {
  const { clock, tallies, tick, read, total } = counting(3, 60);
  tallies[0]!.add(1, 60);
  tallies[1]!.add(1, 60);
  tallies[1]!.add(1, 5);
  expect(read(1)).toEqual([
    [6, 1],
    [61, 2],
  ]);
  clock.advance(5000);
  tick();
  expect(read(1)).toEqual([
    [1, 1],
    [56, 2],
  ]);
  // A worker that has nothing to do tells no time.
  clock.advance(1000);
  expect(read(1)).toEqual([[55, 2]]);
  clock.advance(55_000);
  expect(read(1)).toEqual([]);
  tick();
  expect([total(0), total(1), read(0)]).toEqual([0, 3, []]);
});

test('a clock that is set back makes nothing last longer, also where a worker has not seen it yet', () => {
  const { clock, tallies, read } = counting(1, 60);
  clock.advance(7_200_000);
  for (const tally of tallies) tally.setSecond(Math.floor(clock.now() / 1000));
  tallies[0]!.add(0, 5);
  clock.setBack(3_600_000);
  expect(read(0)).toEqual([[6, 1]]);
});

test('equals a list of all answers, whatever comes when, in seconds up to a minute at least', () => {
  const step = fc.record({ address: fc.nat(2000), ttl: fc.integer({ min: 1, max: 62 }), worker: fc.nat(1), passMs: fc.nat(9000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const { clock, tallies, tick, read, total } = counting(2001, 62);
      const list: { address: number; endsAt: number }[] = [];
      for (const { address, ttl, worker, passMs } of steps) {
        tick();
        tallies[worker]!.add(address, ttl);
        list.push({ address, endsAt: Math.floor(clock.now() / 1000) + ttl + 1 });
        clock.advance(passMs);
        const now = Math.floor(clock.now() / 1000);
        const left = list.filter(each => each.address === address && each.endsAt > now).map(({ endsAt }) => endsAt - now);
        expect(read(address).flatMap(([ends, count]) => Array(count).fill(ends))).toEqual(left.sort((a, b) => a - b));
        expect(total(address)).toBe(list.filter(each => each.address === address).length);
      }
    }),
    { numRuns: 40 },
  );
});

test('long TTLs are told apart in longer steps, never sooner than they end', () => {
  const { clock, tallies, tick, read } = counting(1, 86_400);
  tallies[0]!.add(0, 86_400);
  tallies[0]!.add(0, 30);
  clock.advance(10_000);
  tick();
  const [[soon], [late]] = read(0) as [[number], [number]];
  expect(soon).toBe(21);
  expect(late).toBeGreaterThanOrEqual(86_391);
  expect(late).toBeLessThanOrEqual(86_391 + 2048);
});

test('room for more addresses loses nothing, nor does a longer TTL; what was counted in old memory runs out there', () => {
  const { clock, blocks, book, tallies, use, tick, read, total } = counting(2, 60);
  tallies[0]!.add(1, 60);
  expect(blocks.makeRoom({ addresses: 2, longestTtl: 60 })).toBe(false);
  for (let i = 2; i < 5000; i++) book.take(`${i}`);
  expect(blocks.makeRoom({ addresses: 5000, longestTtl: 60 })).toBe(true);
  use();
  tallies[0]!.add(4999, 60);
  expect(blocks.makeRoom({ addresses: 5000, longestTtl: 3600 })).toBe(true);
  tallies[1]!.add(1, 60);
  use();
  tick();
  tallies[0]!.add(1, 10);
  expect(read(1)).toEqual([
    [11, 1],
    [61, 2],
  ]);
  expect(read(4999)).toEqual([[61, 1]]);
  clock.advance(600_000);
  expect([total(1), total(4999), read(1)]).toEqual([3, 1, []]);
});

test('the successor of a worker that was given up counts elsewhere, and both are seen', () => {
  const { blocks, tallies, tick, read } = counting(1, 60);
  tallies[0]!.add(0, 60);
  blocks.renew(0);
  const successor = new ExposureTally();
  successor.use(blocks.of(0));
  tick();
  tallies[0]!.add(0, 60);
  successor.add(0, 60);
  expect(read(0).reduce((sum, [, count]) => sum + count!, 0)).toBeGreaterThanOrEqual(2);
});

test('a clock that is set back makes nothing last longer', () => {
  const { clock, tallies, read } = counting(1, 60);
  const start = Math.floor(clock.now() / 1000);
  tallies[0]!.setSecond(start + 3600);
  tallies[0]!.add(0, 60);
  tallies[0]!.setSecond(start);
  expect(read(0)).toEqual([[61, 1]]);
});

test('a hundred thousand addresses take less than 100 MB for TTLs of a minute and three workers', () => {
  const blocks = new ExposureBlocks(3, fakeClock());
  blocks.makeRoom({ addresses: 100_000, longestTtl: 60 });
  const octetsOf = ({ near, far }: ExposureMemory) =>
    [near, ...(far ? [far] : [])]
      .flatMap(ring => ring.blocks)
      .reduce((sum, { unexpired, expired }) => sum + unexpired.byteLength + expired.byteLength, 0);
  expect([0, 1, 2].reduce((sum, worker) => sum + octetsOf(blocks.of(worker)), 0)).toBeLessThan(100e6);
  expect(ringsFor(300, 3 * 1024)).toEqual({ near: { shift: 0, slots: 512 }, far: undefined });
});
