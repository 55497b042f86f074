import { compileTable } from '../../src/answer/compile.ts';
import { type Random, seededRandom } from '../../src/lib/random.ts';
import { RR_TYPE } from '../../src/lib/rr-type.ts';
import type { Finding } from '../../src/model/declared.ts';
import { type PlacedRecordSet, parseMasterFile } from '../../src/zone/master-file.ts';
import { buildNodes } from '../../src/zone/tree.ts';
import { validateZone } from '../../src/zone/validate.ts';
import { NO_LOCATIONS } from '../answer/serve.ts';
import { EVERY_KIND_MASTER } from '../support/every-kind-zone.ts';
import { type FuzzTarget, octets, once, oneOf } from './target.ts';

const ORIGIN = 'example.com.';
const LINES = EVERY_KIND_MASTER.split('\n').filter((line, i) => i < 40 && line !== '');
const START = `${LINES.slice(0, 3).join('\n')}\nns1 A 192.0.2.53`;
const WORDS = [
  ...Object.keys(RR_TYPE),
  ...[
    '$INCLUDE self',
    '$INCLUDE other',
    '$INCLUDE',
    '$ORIGIN',
    '$ORIGIN .',
    '$TTL',
    '$GENERATE 1-9',
    '@',
    '.',
    '*',
    '*.a',
    'a.b.c',
    '..',
    'IN',
    'CH',
  ],
  ...[
    '0',
    '60',
    '1h2m',
    '99999999999',
    '-1',
    '1w1w',
    '\\#',
    '\\# 4 c0000201',
    '\\# 65536',
    '192.0.2.1',
    '192.0.2.256',
    '2001:db8::1',
    '::ffff:1.2.3.4',
  ],
  ...[
    '"',
    '""',
    '"a b"',
    '\\',
    '\\255',
    '\\256',
    '\\.',
    ';',
    '; x',
    '(',
    ')',
    '((',
    '\n',
    '\r\n',
    '\t',
    '\0',
    'é',
    '\ud800',
    '\u{1f600}',
    '\ufeff',
  ],
  ...[
    'alpn=h2,h3',
    'mandatory=alpn',
    'key65535=x',
    'ipv4hint=1.2.3.4',
    'TYPE65535',
    'TYPE0',
    'CLASS1',
    '20240101000000',
    'x'.repeat(64),
    'y'.repeat(300),
  ],
];

/** The master-file parser, and what follows where it finds no mistake: validation, compilation. */
export class ZoneTarget implements FuzzTarget {
  describe(seed: number): string {
    return JSON.stringify(textOf(seed));
  }

  run(seed: number): string {
    const files: Readonly<Record<string, string>> = { 'fuzz.zone': textOf(seed), self: textOf(seed), other: textOf(~seed >>> 0) };
    const include = (path: string) => {
      if (!Object.hasOwn(files, path)) throw new Error('no such file');
      return files[path]!;
    };
    const { recordSets, findings } = parseMasterFile({ file: 'fuzz.zone', text: files['fuzz.zone']!, origin: ORIGIN, include });
    for (const place of [...findings, ...recordSets]) checkPlace(place, files);
    const all = [...findings, ...validateZone(ORIGIN, recordSets, 'fuzz.zone')];
    if (all.some(({ severity }) => severity === 'error')) return 'mistakes found';
    compileTable({ declared: declaredOf(recordSets), states: new Map(), locations: NO_LOCATIONS, generation: 1 });
    return 'compiled';
  }
}

function declaredOf(recordSets: readonly PlacedRecordSet[]) {
  return { zones: new Map([[ORIGIN, { name: ORIGIN, nodes: buildNodes(ORIGIN, recordSets), steering: undefined }]]) };
}

/** Lines and columns count from 1, and lie inside of the file. */
function checkPlace({ file, line, column }: Pick<Finding, 'file' | 'line' | 'column'>, files: Readonly<Record<string, string>>): void {
  const found = files[file]?.split('\n')[line - 1];
  if (found === undefined || column < 1 || column > found.length + 1) throw new Error(`${file}:${line}:${column} does not exist`);
}

/** Octets, words that parsers have to know, or lines of a good zone, some of them damaged. */
function textOf(seed: number): string {
  const random = seededRandom(seed);
  switch (random() % 6) {
    case 0:
      return Buffer.from(octets(random, random() % 300)).toString(once(random, 2) ? 'latin1' : 'utf8');
    case 1:
      return words(random, random() % 60);
    default:
      return zoneText(random);
  }
}

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => oneOf(random, WORDS) + oneOf(random, [' ', ' ', ' ', '\n', '\t', ''])).join('');
}

function zoneText(random: Random): string {
  const lines = Array.from({ length: random() % 20 }, () => line(random));
  return (once(random, 8) ? lines : [START, ...lines]).join('\n');
}

function line(random: Random): string {
  const good = oneOf(random, LINES.slice(3));
  if (!once(random, 12)) return good;
  const parts = good.split(' ');
  parts[random() % parts.length] = once(random, 2) ? oneOf(random, WORDS) : words(random, 3);
  const text = parts.join(' ');
  const at = random() % (text.length + 1);
  return once(random, 3) ? text.slice(0, at) + String.fromCharCode(random() % 256) + text.slice(at + (random() % 3)) : text;
}
