import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parentOf, parseName } from '../../src/lib/dns-name.ts';
import { parseType } from '../../src/lib/rr-type.ts';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { WireReader } from '../answer/wire-reader.ts';
import { connectTo, framed, readAnswers } from '../responder/ask-responder.ts';
import { queryBytes } from '../responder/query-bytes.ts';
import { startKnot } from '../support/knot.ts';
import { startMeridian } from '../support/meridian.ts';
import { startNsd } from '../support/nsd.ts';
import { TRICKY_ZONES } from '../support/tricky-zones.ts';
import { zonesDirectory } from '../support/zones-directory.ts';

interface Question {
  readonly name: string;
  readonly type: string;
}

/** Where a peer answers otherwise, and why that is no reason for us to. */
interface Difference {
  readonly name: RegExp;
  readonly types?: readonly string[];
  readonly why: string;
}

const TYPES = ['A', 'AAAA', 'NS', 'SOA', 'MX', 'TXT', 'CNAME', 'DNAME', 'DS', 'SRV', 'HTTPS', 'TYPE65280'];
/** RD, AD and CD: what of them comes back is compared too. */
const FLAGS = 0x0130;
const AT_ONCE = 50;

const DIFFERENCES = {
  NSD: [
    {
      name: /^(?:to-apex\.|mailer\.|srv\.|svc\.)?example\.com\.$/,
      types: ['MX', 'SRV', 'HTTPS'],
      why: 'told to be brief, it adds no addresses of hosts that are no name servers',
    },
    { name: /(?:^|\.)up\.example\.com\.$/, why: 'it follows a DNAME that leads below itself once, we as often as any alias' },
    {
      name: /^hidden\.child\.example\.com\.$/,
      why: 'it finds a name that the zone above has there; below its apex the zone child.example.com alone tells what exists',
    },
    { name: /^loose\.example\.com\.$/, types: ['DS'], why: 'no zone above delegates it: it is said for either zone that there is no DS' },
  ],
  Knot: [
    { name: /(?:^|\.)up\.example\.com\.$/, why: 'it follows a DNAME that leads below itself a little less far' },
    {
      name: /^(?:to-child|to-child-itself|to-child-gone|up\.child|over\.child|back\.loose)\.(?:.+\.)?example\.com\.$/,
      why: 'it follows no alias from one zone into another',
    },
    { name: /^mailer\.example\.com\.$/, types: ['MX'], why: 'it adds addresses made of a wildcard' },
    {
      name: /^loose\.example\.com\.$/,
      types: ['DS'],
      why: 'it says NXDOMAIN for the zone above, with which resolvers would hold that there is no zone (RFC 8020)',
    },
  ],
} satisfies Readonly<Record<string, readonly Difference[]>>;

/** Every owner, every name above it within the zones, and names beside and below each. */
function questions(): Question[] {
  const names = new Set<string>();
  for (const [zone, text] of Object.entries(TRICKY_ZONES)) {
    for (const [owner] of text.matchAll(/^[^\s$]+/gm)) {
      for (let at = parseName(owner, `${zone}.`); at.endsWith('example.com.'); at = parentOf(at)!) {
        for (const name of [at, ...['x.', 'Y.z.', 'host.', '*.'].map(labels => labels + at)]) names.add(name);
      }
    }
  }
  return [...names].filter(isName).flatMap(name => TYPES.map(type => ({ name, type })));
}

function isName(text: string): boolean {
  return text.length <= 254;
}

async function answersOf(at: SocketAddress, asked: readonly Question[]): Promise<readonly string[]> {
  const socket = await connectTo({ ...at, transport: 'tcp' });
  const shown: string[] = [];
  for (let first = 0; first < asked.length; first += AT_ONCE) {
    const batch = asked.slice(first, first + AT_ONCE);
    const wire = batch.map(({ name, type }, i) => queryBytes(name, { id: first + i, flags: FLAGS, type: parseType(type)! }));
    socket.write(Buffer.concat(wire.map(framed)));
    for (const answer of await readAnswers(socket, batch.length)) shown[answer.readUInt16BE(0)] = show(answer);
  }
  socket.destroy();
  return shown;
}

/** Flags, RCODE and sections in the order of the alphabet, names in lower case. */
function show(answer: Buffer): string {
  const reader = new WireReader(answer, 12);
  reader.name(false);
  reader.number(4);
  const section = (count: number) => Array.from({ length: count }, () => reader.record().toLowerCase()).sort();
  const sections = [6, 8, 10].map(at => section(answer.readUInt16BE(at)));
  return [
    `flags ${answer.readUInt16BE(2).toString(16)}`,
    ...['answer', 'authority', 'additional'].flatMap((name, i) => [name, ...sections[i]!]),
  ].join('\n');
}

describe('the same master files are answered alike', () => {
  const asked = questions();
  const stack = new AsyncDisposableStack();
  let ours: readonly string[] = [];
  const theirs = new Map<string, readonly string[]>();

  beforeAll(async () => {
    const files = Object.entries(TRICKY_ZONES).map(([name, text]) => [`${name}.zone`, text]);
    const directory = stack.use(await zonesDirectory(Object.fromEntries(files)));
    const nsd = stack.use(await startNsd(directory.folder, { zones: TRICKY_ZONES }));
    const knot = stack.use(await startKnot(directory.folder, TRICKY_ZONES));
    const meridian = stack.use(await startMeridian(directory));
    ours = await answersOf(meridian.dns, asked);
    theirs.set('NSD', await answersOf(nsd.at, asked));
    theirs.set('Knot', await answersOf(knot.at, asked));
  });
  afterAll(() => stack.disposeAsync());

  describe.each(Object.entries(DIFFERENCES))('by %s', (peer, differences: readonly Difference[]) => {
    const covers = ({ name, type }: Question) => differences.find(each => each.name.test(name) && (each.types?.includes(type) ?? true));
    const differing = () => asked.flatMap((question, i) => (ours[i] === theirs.get(peer)![i] ? [] : [{ question, i }]));

    test(`${asked.length} questions, but for what is known`, () => {
      const unknown = differing().filter(({ question }) => covers(question) === undefined);
      const told = unknown.map(({ question, i }) => `${question.name} ${question.type}\nwe: ${ours[i]}\n${peer}: ${theirs.get(peer)![i]}`);
      expect(told.join('\n\n')).toBe('');
    });

    test.each(differences)('what is known is still so: $name: $why', difference => {
      expect(differing().filter(({ question }) => covers(question) === difference).length).toBeGreaterThan(0);
    });
  });
});
