import type { WhatIf } from '../../src/model/whatif.ts';

const zone = 'example.com.';
const A = { zone, pool: 'web-hangzhou', endpoint: 'a', addresses: ['203.0.113.10'] };
const B = { zone, pool: 'web-beijing', endpoint: 'a', addresses: ['203.0.113.20'] };

/** Hangzhou down: `api` goes to Beijing, `www` comes to its last resort, and `app` stays as it is. */
export function sampleWhatIf(): WhatIf {
  return {
    generation: 1,
    answers: 1200,
    recordSets: 3,
    withoutAddresses: [],
    total: {
      basis: 'traffic',
      pools: [
        { zone, pool: 'web-beijing', before: 0.3, after: 0.5 },
        { zone, pool: 'web-hangzhou', before: 0.7, after: 0 },
      ],
      endpoints: [
        { ...B, before: 0.3, after: 0.5 },
        { ...A, before: 0.7, after: 0 },
      ],
      unanswered: { before: 0, after: 0.5 },
    },
    records: [
      {
        zone,
        owner: 'api.example.com.',
        type: 1,
        basis: 'traffic_and_addresses',
        answers: 600,
        changes: true,
        comesToResort: false,
        resorts: [],
        pools: [
          { zone, pool: 'web-beijing', before: 0.6, after: 1 },
          { zone, pool: 'web-hangzhou', before: 0.4, after: 0 },
        ],
        endpoints: [
          { ...B, before: 0.6, after: 1 },
          { ...A, before: 0.4, after: 0 },
        ],
        unanswered: { before: 0, after: 0 },
      },
      {
        zone,
        owner: 'www.example.com.',
        type: 1,
        basis: 'addresses',
        answers: 0,
        changes: true,
        comesToResort: true,
        resorts: [{ because: 'nothing is up: when_all_down is nodata', before: 0, after: 1 }],
        pools: [{ zone, pool: 'web-hangzhou', before: 1, after: 0 }],
        endpoints: [{ ...A, before: 1, after: 0 }],
        unanswered: { before: 0, after: 1 },
      },
    ],
  };
}
