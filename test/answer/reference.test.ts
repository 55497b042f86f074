import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wireToName } from '../../src/lib/dns-name.ts';
import { RR_TYPE, typeName } from '../../src/lib/rr-type.ts';
import type { DeclaredZone } from '../../src/model/declared.ts';
import type { RecordSet } from '../../src/model/zone.ts';
import { type Expected, referenceAnswer } from './reference.ts';
import { serve, zone } from './serve.ts';

const START = '$TTL 60\n@ SOA ns.test. host.test. 1 2 3 4 5\n@ NS ns.test.\n';
const APEXES = ['z.', 'a.z.', 'b.a.z.'] as const;

/** One to four labels of a tiny alphabet below an apex, so that names meet. */
const anyLabels = fc.array(fc.constantFrom('a', 'b', 'c', '*'), { minLength: 1, maxLength: 4 }).map(labels => labels.join('.'));
const anyName = fc.tuple(fc.option(anyLabels), fc.constantFrom('z.', 'z.', 'a.z.', 'b.a.z.', 'elsewhere.')).map(parts => {
  const [labels, apex] = parts;
  return labels === null ? apex : `${labels}.${apex}`;
});

interface Owner {
  readonly labels: string;
  readonly kind: 'address' | 'text' | 'both' | 'alias' | 'cut' | 'signed cut' | 'dname';
  readonly target: string;
}

const anyOwner: fc.Arbitrary<Owner> = fc.record({
  labels: anyLabels,
  kind: fc.constantFrom('address', 'text', 'both', 'alias', 'alias', 'cut', 'signed cut', 'dname'),
  target: anyName,
});

const TEXT: Readonly<Record<Owner['kind'], (target: string) => readonly string[]>> = {
  address: () => ['A 192.0.2.1', 'A 192.0.2.2'],
  text: () => ['TXT "text"'],
  both: () => ['A 192.0.2.3', 'AAAA 2001:db8::3', 'TXT "both"'],
  alias: target => [`CNAME ${target}`],
  cut: target => [`NS ${target}`, 'NS a.c'],
  'signed cut': target => [`NS ${target}`, `DS 1 8 2 ${'ab'.repeat(32)}`],
  dname: target => [`DNAME ${target}`],
};

/** Wildcards that delegate or redirect have no defined meaning (RFC 4592 section 4). */
function isDefined({ labels, kind }: Owner): boolean {
  return !labels.split('.').includes('*') || ['address', 'text', 'both', 'alias'].includes(kind);
}

/** A zone of these owners, the first of each name; zones of ours below it are delegated. */
function makeZone(apex: string, owners: readonly Owner[], served: readonly string[]): DeclaredZone {
  const below = served.filter(other => other.endsWith(`.${apex}`)).map(other => other.slice(0, -apex.length - 1));
  const cuts = below.map((labels): Owner => ({ labels, kind: 'signed cut', target: 'ns.test.' }));
  const isAboveCut = ({ labels, kind }: Owner) => kind === 'dname' && below.some(cut => cut.endsWith(`.${labels}`));
  const byName = new Map([...owners.filter(owner => isDefined(owner) && !isAboveCut(owner)), ...cuts].map(owner => [owner.labels, owner]));
  const lines = [...byName.values()].flatMap(({ labels, kind, target }) => TEXT[kind](target).map(text => `${labels} ${text}`));
  return zone(apex, `${START}${lines.join('\n')}\n`);
}

const anyZones = fc
  .tuple(fc.subarray(['a.z.', 'b.a.z.'] as const), fc.tuple(...APEXES.map(() => fc.array(anyOwner, { maxLength: 8 }))))
  .map(([below, owners]) => {
    const served = APEXES.filter((apex, i) => i === 0 || (below as readonly string[]).includes(apex));
    return served.map(apex => makeZone(apex, owners[APEXES.indexOf(apex)]!, served));
  });

const anyQuestions = fc.array(
  fc.record({
    name: fc.oneof(anyName, fc.constantFrom(...APEXES)),
    type: fc.constantFrom('A', 'A', 'AAAA', 'TXT', 'CNAME', 'NS', 'DS', 'SOA', 'DNAME'),
  }),
  { minLength: 10, maxLength: 40 },
);

const NAMED: ReadonlySet<number> = new Set([RR_TYPE.NS, RR_TYPE.CNAME, RR_TYPE.DNAME]);

function linesOf(owner: string, set: RecordSet): string[] {
  return set.rdata.map(rdata => `${owner} ${set.ttl} ${typeName(set.type)} ${shown(set.type, rdata)}`);
}

function shown(type: number, rdata: Uint8Array): string {
  if (type === RR_TYPE.A) return rdata.join('.');
  if (type === RR_TYPE.SOA) return 'ns.test. host.test. 1 2 3 4 5';
  return NAMED.has(type) ? wireToName(rdata) : Buffer.from(rdata).toString('hex');
}

/** As lines in alphabetical order: that of records in a section means nothing. */
function expectedLines({ answers, soaOf, referral, glue, ...rest }: Expected) {
  const authorities = [...(soaOf === undefined ? [] : [`${soaOf} 5 SOA ns.test. host.test. 1 2 3 4 5`])];
  if (referral) authorities.push(...linesOf(referral.owner, referral));
  return {
    ...rest,
    // A DNAME that is passed twice is told once (RFC 2181 section 5).
    answers: asSet(answers.flatMap(({ owner, set }) => linesOf(owner, set))),
    authorities: asSet(authorities),
    additionals: asSet(glue.flatMap(set => linesOf(set.owner, set))),
  };
}

function asSet(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort();
}

describe('the look-up equals the letter of RFC 1034 section 4.3.2, RFC 4592 and RFC 6672', () => {
  test('for small zones, one below the other, and any question', () => {
    fc.assert(
      fc.property(anyZones, anyQuestions, (zones, questions) => {
        const served = serve(zones);
        for (const { name, type } of questions) {
          const { rcode, authoritative, answers, authorities, additionals, truncated } = served.ask(name, type);
          const { endless, ...expected } = expectedLines(referenceAnswer(zones, name, RR_TYPE[type as keyof typeof RR_TYPE]));
          if (endless) {
            expect({ name, type, strange: answers.filter(line => !expected.answers.includes(line)) }).toEqual({ name, type, strange: [] });
            continue;
          }
          const found = {
            rcode,
            authoritative,
            answers: answers.toSorted(),
            authorities: asSet(authorities),
            additionals: asSet(additionals),
          };
          expect({ name, type, truncated, ...found }).toEqual({ name, type, truncated: false, ...expected });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
