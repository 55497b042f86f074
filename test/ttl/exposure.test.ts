import { expect, test } from 'vitest';
import type { ExposureQuestion } from '../../src/model/exposure.ts';
import { exposureInSteps, exposureOf } from '../../src/ttl/exposure.ts';
import { sampleDeclared } from '../api/sample.ts';
import { statesOf } from '../support/endpoint-states.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { MemoryAnswers } from '../support/memory-answers.ts';

const A = 'example.com./web-hangzhou/a';
const B = 'example.com./web-hangzhou/b';
const BEIJING = 'example.com./web-beijing/a';
const SORRY = 'example.com./sorry-page/a';

function counted() {
  const clock = fakeClock();
  const declared = sampleDeclared();
  const answers = new MemoryAnswers(clock);
  const facts = () => ({ given: answers.read(), declared, states: statesOf(declared), countedSinceMs: 7 });
  const ask = (question: Partial<ExposureQuestion> = {}) => exposureOf(facts(), { records: false, ...question });
  return { clock, declared, answers, ask, facts };
}

test('exposure is what is unexpired of each endpoint, and which part of all that is', () => {
  const { clock, answers, ask } = counted();
  answers.give('203.0.113.10', 5, 10);
  clock.advance(10_000);
  answers.give('203.0.113.10', 60, 30);
  answers.give('2001:db8::20', 20, 10);
  answers.give('198.51.100.1', 60, 40);
  const { answers: all, atMs, countedSinceMs, endpoints } = ask();
  expect({ all, atMs, countedSinceMs }).toEqual({ all: 80, atMs: clock.now(), countedSinceMs: 7 });
  expect(endpoints.map(({ endpoint }) => endpoint)).toEqual([A, B, BEIJING, SORRY]);
  const lastAtMs = clock.now() + 60_000;
  expect(endpoints[0]).toEqual({
    endpoint: A,
    effective: 'up',
    addresses: ['203.0.113.10'],
    sharedWith: [],
    answers: 30,
    runOut: { halfAtMs: lastAtMs, ninetyAtMs: lastAtMs, ninetyNineAtMs: lastAtMs, lastAtMs },
    total: 40,
    ofZone: 0.75,
    ofAll: 0.375,
    records: undefined,
  });
  expect(endpoints[1]).toMatchObject({ answers: 0, runOut: undefined, total: 0, ofZone: 0, ofAll: 0 });
});

test('a question may be about one zone, pool or endpoint', () => {
  const { ask } = counted();
  const keys = (question: Partial<ExposureQuestion>) => ask(question).endpoints.map(({ endpoint }) => endpoint);
  expect(keys({ zone: 'example.org.' })).toEqual([]);
  expect(keys({ zone: 'example.com.', pool: 'web-hangzhou' })).toEqual([A, B]);
  expect(keys({ zone: 'example.com.', pool: 'web-hangzhou', endpoint: 'b' })).toEqual([B]);
});

test('the part of a record is that of the addresses it may answer with, its last resort among them', () => {
  const { answers, ask } = counted();
  answers.give('203.0.113.10', 60, 30);
  answers.give('2001:db8::20', 60, 10);
  answers.give('203.0.113.99', 60, 20);
  const [a] = ask({ pool: 'web-hangzhou', endpoint: 'a', records: true }).endpoints;
  expect(a!.records).toEqual([
    { owner: 'www.example.com.', part: 0.75 },
    { owner: 'api.example.com.', part: 0.75 },
    { owner: 'app.example.com.', part: 0.5 },
  ]);
});

test('endpoints of one address have its answers both, and the zone counts them once', () => {
  const { answers, facts } = counted();
  const { states, ...rest } = facts();
  const twin = { ...states.get(B)!, addresses: states.get(A)!.addresses };
  answers.give('203.0.113.10', 60, 8);
  const shared = { ...rest, given: answers.read(), states: new Map([...states, [B, twin] as const]) };
  const { endpoints } = exposureOf(shared, { records: false });
  expect(endpoints[0]).toMatchObject({ answers: 8, ofZone: 1, sharedWith: [B] });
  expect(endpoints[1]).toMatchObject({ answers: 8, ofZone: 1, sharedWith: [A] });
});

test('many addresses are read in steps, and come to the same', () => {
  const { answers, facts } = counted();
  for (let i = 0; i < 2000; i++) answers.give(`192.0.2.${i}`, 60);
  const steps = exposureInSteps(facts(), { records: false });
  let yielded = 0;
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      expect(value.answers).toBe(2000);
      break;
    }
    yielded++;
  }
  expect(yielded).toBeGreaterThan(5);
});
