import { expect, test } from 'vitest';
import { statusView, zoneView } from '../../src/api/contract.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import { sampleDeclared } from '../api/sample.ts';
import { serveForCli } from './running.ts';

test('status shows the server, and each zone with what is measured, in effect, and why', async () => {
  const { call, clock, operations } = await serveForCli();
  operations.measured.set('example.com./web-hangzhou/a', {
    verdict: 'down',
    reason: 'embedded: status 503 (2 of 2)',
    sinceMs: clock.now(),
    wavering: false,
    outlook: NEVER_TURNS,
  });
  await call('weight', 'example.com/web-hangzhou/b', '20', '--reason', 'canary', '--expires', '2h');
  await call('drain', 'example.com/site:beijing');
  clock.advance(65_000);
  const { code, out, err } = await call('status');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(`Meridian 0.1.0, ready, up 1m 5s, generation 3
Listening  127.0.0.1:5300 (UDP), 127.0.0.1:5300 (TCP)
Vantages   embedded
Endpoints  measured 3 up, 1 down; effective 1 up, 1 down, 2 drain; 2 intents in force
Geography  GeoLite2-City, built 2d ago, 4000 prefixes with country, continent, subdivision, coordinates

example.com, serial 2026010101, 3 static record sets

  RECORD  TTL        POOLS                                STEERED BY
  www     5s to 60s  web-beijing drain                    failover(web-hangzhou, web-beijing)
  api     5s to 60s  web-beijing drain                    weighted(web-hangzhou 40, web-beijing 60)
  app     5s to 60s  web-beijing drain, sorry-page drain  geo(country:CN: failover(web-hangzhou, web-beijing), asn:64500: web-beijing, default: nearest(web-hangzhou, web-beijing within 10%))

  POOL          SITE      STATE  ENDPOINT  ADDRESS       WEIGHT         MEASURED  FOR    EFFECTIVE  WHY
  web-hangzhou  hangzhou  up     a         203.0.113.10  100            down      1m 5s  down       embedded: status 503 (2 of 2)
                                 b         203.0.113.11  20 (file 100)  up        1m 5s  up         embedded: status 200
  web-beijing   beijing   drain  a         2001:db8::20  100            up        1m 5s  drain      drained by admin at example.com/site:beijing: no reason given (measured: embedded: status 200)
  sorry-page    beijing   drain  a         203.0.113.99  100            up        1m 5s  drain      drained by admin at example.com/site:beijing: no reason given (measured: embedded: status 200)

  INTENT AT                   WHAT       BY     UNTIL                     REASON
  example.com/web-hangzhou/b  weight 20  admin  2026-01-01T02:00:00.000Z  canary
  example.com/site:beijing    drain      admin  released                  no reason given

example.org, 0 static record sets
`);
});

test('status of one zone, and of one that is not there', async () => {
  const { call } = await serveForCli();
  const one = await call('status', 'Example.ORG.');
  expect(one.out).toMatch(/\nexample\.org, 0 static record sets\n$/);
  expect(one.out).not.toContain('example.com');
  expect(await call('status', 'example.con')).toEqual({
    code: 1,
    out: '',
    err: 'error: no zone "example.con"; did you mean example.com?\n',
  });
  expect((await call('status', 'my..zone')).err).toBe('error: no zone "my..zone"; there is example.com, example.org\n');
});

test('a zone may be called as no host is', async () => {
  const name = String.raw`0/25.a\.b.two\032words.`;
  const { call } = await serveForCli({ zones: new Map([[name, { ...sampleDeclared().zones.get('example.com.')!, name }]]) });
  expect((await call('status', String.raw`0/25.A\.b.two\ words`)).out).toContain(String.raw`0/25.a\.b.two\032words, 3 static`);
  const target = String.raw`0/25.A\.b.two\032words/web-hangzhou/a`;
  expect((await call('weight', target, '20')).out).toBe(`${target}: weight 20 (file 100), measured up, effective up; generation 2\n`);
  expect((await call('release', target)).code).toBe(0);
});

test('status tells of a reload that was not taken, and of what went wrong last', async () => {
  const { call, operations } = await serveForCli();
  operations.lastError = 'the data directory is full';
  operations.geoDatabase = {
    ...operations.geoDatabase,
    fields: [],
    lastError: 'x.mmdb: not a MaxMind DB file',
    warnings: ['it has no countries'],
  };
  operations.findings = [{ severity: 'error', file: 'example.com.yaml', line: 9, column: 3, message: 'records.www: no pool "x"\u001b[2J' }];
  const { out } = await call('status');
  expect(out).toContain('\nLast error the data directory is full\n');
  expect(out).toContain(
    [
      '\nGeography  GeoLite2-City, built 2d ago, 4000 prefixes with nothing that is looked at',
      '  not loaded, the one before is served: x.mmdb: not a MaxMind DB file',
      '  warning: it has no countries\n',
    ].join('\n'),
  );
  expect(out).toContain(
    '\nThe last reload was not taken; the zones before it are served:\n  example.com.yaml:9:3: records.www: no pool "x"\\u001b[2J\n',
  );
});

test('--json is the status with the zones whole', async () => {
  const { call } = await serveForCli();
  const { zones, ...status } = JSON.parse((await call('status', '--json')).out);
  expect(statusView.omit({ zones: true }).strict().parse(status).generation).toBe(1);
  expect(
    zoneView
      .strict()
      .array()
      .parse(zones)
      .map(({ name }) => name),
  ).toEqual(['example.com', 'example.org']);
});
