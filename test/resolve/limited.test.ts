import { expect, test } from 'vitest';
import { limited } from '../../src/resolve/limited.ts';
import type { FamilyAnswer } from '../../src/resolve/lookup.ts';

const NONE: FamilyAnswer = { kind: 'none', reason: 'no addresses' };
const settled = () => new Promise(resolve => setImmediate(resolve));

test('no more questions than that are under way; the others follow in order, also after one that rejects', async () => {
  const asked: string[] = [];
  const pending = new Map<string, PromiseWithResolvers<FamilyAnswer>>();
  const lookup = limited(host => {
    asked.push(host);
    const answer = Promise.withResolvers<FamilyAnswer>();
    pending.set(host, answer);
    return answer.promise;
  }, 2);
  const answers = ['a.', 'b.', 'c.', 'd.'].map(host => lookup(host, 'ipv4').catch(() => 'rejected'));
  await settled();
  expect(asked).toEqual(['a.', 'b.']);
  pending.get('b.')!.reject(new Error('broken'));
  await settled();
  expect(asked).toEqual(['a.', 'b.', 'c.']);
  for (const host of ['a.', 'c.']) pending.get(host)!.resolve(NONE);
  await settled();
  expect(asked).toEqual(['a.', 'b.', 'c.', 'd.']);
  pending.get('d.')!.resolve(NONE);
  expect(await Promise.all(answers)).toEqual([NONE, 'rejected', NONE, NONE]);
  void lookup('e.', 'ipv4');
  void lookup('f.', 'ipv4');
  void lookup('g.', 'ipv4');
  await settled();
  expect(asked.slice(4)).toEqual(['e.', 'f.']);
});
