import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { dataDirectory } from './data-directory.ts';

const HELD = { state: 'held', atMs: 1000.25, lineMs: 999.001, past: false } as const;
const OUT = { state: 'out', atMs: 500, lineMs: 500, past: true } as const;

test('marks are as they were, to the microsecond, and a zone without a brake is forgotten with its marks', () => {
  using store = openStore(dataDirectory());
  const { brakes } = store;
  brakes.saveZone('example.com.', true);
  brakes.saveZone('example.com.', true);
  brakes.saveZone('0/25.2.0.192.in-addr.arpa.', true);
  const marks = [
    { endpoint: 'example.com./x/a', mark: HELD },
    { endpoint: 'example.com./x/b', mark: OUT },
    { endpoint: '0/25.2.0.192.in-addr.arpa./x/a', mark: OUT },
  ];
  brakes.save(marks);
  expect(brakes.restore()).toEqual({
    zones: new Set(['example.com.', '0/25.2.0.192.in-addr.arpa.']),
    marks: new Map(marks.map(({ endpoint, mark }) => [endpoint, mark])),
    warnings: [],
  });
  brakes.save([{ endpoint: 'example.com./x/b', mark: undefined }]);
  expect(brakes.restore().marks.has('example.com./x/b')).toBe(false);
  brakes.saveZone('example.com.', false);
  expect([...brakes.restore().marks.keys()]).toEqual(['0/25.2.0.192.in-addr.arpa./x/a']);
  expect([...brakes.restore().zones]).toEqual(['0/25.2.0.192.in-addr.arpa.']);
});
