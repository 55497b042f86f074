import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordView, zoneAnswer } from '../../src/api/contract.ts';
import { displayName, labelsToWire, wireToName } from '../../src/lib/dns-name.ts';
import type { Declared } from '../../src/model/declared.ts';
import type { Name } from '../../src/model/zone.ts';
import { buildNodes } from '../../src/zone/tree.ts';
import { serveApi } from './serving.ts';

/** A static zone with these names besides its own. */
function zoneWith(zone: Name, names: readonly Name[]): Declared {
  const records = names.map(owner => ({ owner, type: 1, ttl: 300, rdata: [Uint8Array.of(192, 0, 2, 1)] }));
  return { zones: new Map([[zone, { name: zone, nodes: buildNodes(zone, records), steering: undefined }]]) };
}

const label = fc.uint8Array({ minLength: 1, maxLength: 63 });
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map(labels => wireToName(labelsToWire(labels)));

test('every name is found at its path, percent-encoded, in full and relative to its zone', async () => {
  const zone = '0/25.2.0.192.in-addr.arpa.';
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { maxLength: 3 }), async names => {
      const { app, call } = await serveApi(
        zoneWith(
          zone,
          names.map(relative => relative + zone),
        ),
      );
      const records = `/v1/zones/${encodeURIComponent(zone)}/records`;
      for (const relative of names) {
        for (const text of [displayName(relative), relative + zone]) {
          const { status, json } = await call('GET', `${records}/${encodeURIComponent(text)}`);
          expect(status, text).toBe(200);
          expect(recordView.parse(json)).toMatchObject({ zone: displayName(zone), owner: displayName(relative + zone) });
        }
      }
      await app.close();
    }),
    { numRuns: 20, examples: [[['%2f.', '%25.a?b.c#d.', String.raw`+.\;.&.`]]] },
  );
});

test('so is the longest name there is, and a zone that is called strangely', async () => {
  const zone = String.raw`a\.b.two\032words.example.`;
  const longest = wireToName(labelsToWire([63, 63, 63, 61].map(length => new Uint8Array(length))));
  const { call } = await serveApi({ zones: new Map([...zoneWith(zone, []).zones, ...zoneWith(longest, [longest]).zones]) });
  const answer = zoneAnswer.parse((await call('GET', `/v1/zones/${encodeURIComponent(String.raw`A\.b.two\ words.example`)}`)).json);
  expect(answer.name).toBe(displayName(zone));
  const path = `/v1/zones/${encodeURIComponent(longest)}/records/${encodeURIComponent(longest)}`;
  expect(recordView.parse((await call('GET', path)).json).owner).toBe(displayName(longest));
});
