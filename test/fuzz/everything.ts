import { compileTable } from '../../src/answer/compile.ts';
import type { AnswerTable } from '../../src/answer/table.ts';
import { loadZones } from '../../src/config/load.ts';
import type { LocationTable } from '../../src/geo/location-table.ts';
import { locationTable } from '../answer/locations.ts';
import { statesOf } from '../steering/declare.ts';
import { EVERY_KIND_MASTER, EVERY_KIND_YAML } from '../support/every-kind-zone.ts';
import { zonesDirectory } from '../support/zones-directory.ts';

const START = '$TTL 60\n@ SOA ns.example.net. hostmaster.example.net. 1 3600 600 604800 60\n@ NS ns.example.net.\n';

/** Zones with everything that can be declared: several, one below another, and the steering of each policy. */
const FILES: Readonly<Record<string, string>> = {
  'example.com.zone': EVERY_KIND_MASTER,
  'example.com.yaml': EVERY_KIND_YAML,
  'below.example.com.zone': `${START}x A 192.0.2.1\n* TXT "anything"\n`,
  'example.org.zone': `${START}a.b.c.d.e.f.g A 192.0.2.2\n*.g CNAME *.h\n*.h CNAME w.example.com.\nlong DNAME ${'a'.repeat(60)}.${'b'.repeat(60)}.example.org.\n`,
  'example.org.yaml': `
sites: { cn: { country: CN, coordinates: [30, 120] }, us: { country: US, coordinates: [40, -100] } }
pools:
  one: { site: cn, endpoints: { a: 192.0.2.1, b: { address: 192.0.2.2, weight: 7 }, c: "2001:db8::1" } }
  two: { site: us, endpoints: { a: 192.0.2.3, b: 192.0.2.4 }, select: sticky, answers: 2 }
  many: { site: us, select: all, endpoints: { ${Array.from({ length: 60 }, (_, i) => `e${i}: "2001:db8:1::${i + 1}"`).join(', ')} } }
records:
  "@": { steer: { weighted: { one: 1, two: 3 } } }
  "*.w": { steer: { geo: { "country:CN": { failover: [one, two] }, default: { nearest: [one, two] } } } }
  many: { steer: many }
  sticky: { steer: two }
`,
};

const LOCATIONS: LocationTable = locationTable({
  '10.0.0.0/8': { country: 'CN' },
  '10.1.2.0/23': { country: 'US' },
  '2001:db8::/33': { country: 'CN' },
});

/** The table of all of that, every endpoint up. Throws what the loader finds wrong. */
export async function everythingTable(): Promise<AnswerTable> {
  await using directory = await zonesDirectory(FILES);
  const { declared, findings } = loadZones(directory.zones);
  if (!declared) throw new Error(findings.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
  const states = new Map([...declared.zones.values()].flatMap(({ name, steering }) => (steering ? [...statesOf(name, steering)] : [])));
  return compileTable({ declared, states, locations: LOCATIONS, generation: 1 }).table;
}
