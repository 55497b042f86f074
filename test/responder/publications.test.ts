import { describe, expect, test } from 'vitest';
import { Publications } from '../../src/responder/publications.ts';
import { fixedChange, fixedTable } from './fixed-lookup.ts';

const sequenceOf = ({ order }: ReturnType<Publications['begin']>) => (order?.kind === 'update' ? order.sequence : 0);

describe('publications', () => {
  test('a new worker begins with the table and the changes that still count', async () => {
    const books = new Publications(fixedTable(1));
    const changes = [fixedChange(2, 1, 2), fixedChange(3, 2, 3), fixedChange(4), fixedChange(5, 1), fixedChange(6, 9, 9)];
    for (const change of changes) await books.begin({ change }, []).done;
    expect(books.base.changes.map(({ generation }) => generation)).toEqual([3, 5, 6]);
    await books.begin({ table: fixedTable(7) }, []).done;
    expect(books.base).toEqual({ table: fixedTable(7), changes: [] });
  });

  test('the books do not grow with the number of changes', async () => {
    const books = new Publications(fixedTable(1));
    for (let generation = 2; generation < 1000; generation++)
      await books.begin({ change: fixedChange(generation, generation % 7) }, []).done;
    expect(books.base.changes).toHaveLength(7);
  });

  test('one that starts meanwhile gets what is under way, and is waited for; one that dies is not', async () => {
    const books = new Publications(fixedTable(1));
    const publication = books.begin({ change: fixedChange(2, 1) }, [0, 1]);
    expect(books.base.changes).toEqual([]);
    books.leave(1);
    expect(books.join(1)).toEqual([publication.order]);
    books.confirm(0, sequenceOf(publication));
    books.confirm(1, sequenceOf(publication));
    expect(await publication.done).toBe(2);
    expect(books.join(2)).toEqual([]);
  });

  test('with no worker left it is done: the next one begins with it', async () => {
    const books = new Publications(fixedTable(1));
    const { done } = books.begin({ table: fixedTable(2) }, [0]);
    books.leave(0);
    expect(await done).toBe(2);
    expect(books.base.table.generation).toBe(2);
  });
});
