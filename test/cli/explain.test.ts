import { expect, test } from 'vitest';
import { explanationView } from '../../src/api/contract.ts';
import { ballot, standing, threeVantages } from '../api/sample-standings.ts';
import { serveForCli } from './running.ts';

test('explain prints the tree as it was walked, the shares, TTL, scope and generation', async () => {
  const { call, operations } = await serveForCli();
  const { code, out, err } = await call('explain', 'WWW.example.com', 'aaaa', '--client', '203.0.113.0/24');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(`www.example.com AAAA for 203.0.113.0/24 (203.0.112.0/20: AS, CN): NOERROR, steered by example.com www

  NODE                          WHY
  failover             taken    the first branch that is up
    pool web-hangzhou  taken    2 of 2 endpoints up
      endpoint a       taken    weight 100, up (embedded: status 200)
    pool web-beijing   skipped  an earlier branch is up

  SHARE    POOL          ENDPOINT  ADDRESS
   66.7 %  web-hangzhou  a         203.0.113.10
   33.3 %  web-hangzhou  b         203.0.113.11

TTL 20 s: the earliest failover is 20 s away
Client subnet scope /24: 203.0.113.0/24 is the largest block around the client that is answered alike
Generation 1
`);
  expect(operations.questions).toMatchObject([{ name: 'www.example.com.', type: 28, prefixLength: 24 }]);
});

test('what several vantages see, and what is not up, stands below the steps', async () => {
  const { call, clock, operations } = await serveForCli();
  const key = 'example.com./web-hangzhou/a';
  const nowMs = clock.now();
  const vantages = async () => {
    const { out } = await call('explain', 'www.example.com');
    return out.slice(out.indexOf('What the vantages see'), out.indexOf('\n\n  SHARE'));
  };
  operations.ballots.set(key, [standing(nowMs, [ballot('embedded', nowMs)])]);
  expect((await call('explain', 'www.example.com')).out).not.toContain('vantages');
  const down = standing(nowMs, [ballot('embedded', nowMs, { verdict: 'down', reason: 'status 503' })], { monitor: 'db', verdict: 'down' });
  const fresh = standing(nowMs, [], { monitor: 'new', verdict: 'unknown', reason: 'no observation yet' });
  operations.ballots.set(key, [threeVantages(nowMs), down, fresh]);
  expect(await vantages()).toBe(`What the vantages see
  ENDPOINT                    MONITOR  VANTAGE    SEES              WHY
  example.com/web-hangzhou/a  web      beijing    up                status 200
                                       frankfurt  down              timeout after 2s
                                       office     up, 1 against it  connect refused; has no say: silent for 70s
                              db       embedded   down              status 503
                              new      none       unknown           no observation yet`);
});

test('an answer of many addresses has a row for each; its JSON is what the API says', async () => {
  const { call, operations } = await serveForCli();
  const numbers = Array.from({ length: 300 }, (_, i) => i);
  const many = {
    pool: 'many',
    endpoints: numbers.map(i => `e${i}`),
    addresses: numbers.map(i => `192.0.${i >> 8}.${i & 255}`),
    share: 0.9,
  };
  const none = { pool: 'none', endpoints: [], addresses: [], share: 0.1 };
  operations.shares = [many, none];
  const { out } = await call('explain', 'www.example.com');
  const rows = out.split('\n').filter(line => /^ +(SHARE|[\d.]+ %|e\d+ )/.test(line));
  expect(rows.slice(0, 3)).toEqual([
    '  SHARE    POOL  ENDPOINT  ADDRESS',
    '   90.0 %  many  e0        192.0.0.0',
    '                 e1        192.0.0.1',
  ]);
  expect(rows.slice(-2)).toEqual(['                 e299      192.0.1.43', '   10.0 %  none']);
  expect(rows).toHaveLength(302);
  expect(JSON.parse((await call('explain', 'www.example.com', '--json')).out).shares).toEqual([many, none]);
});

test('the type is A where none is given, and --json is what the API says', async () => {
  const { call, operations } = await serveForCli();
  const { out } = await call('explain', 'www.example.com', '--json');
  expect(explanationView.strict().parse(JSON.parse(out)).type).toBe('A');
  expect(operations.questions).toMatchObject([{ type: 1, prefixLength: 0 }]);
});

test('what the API does not understand is told in one line', async () => {
  const { call } = await serveForCli();
  expect(await call('explain', 'www.example.com', 'BOGUS', '--client', 'x')).toEqual({
    code: 1,
    out: '',
    err: 'error: type: expected a record type such as A or TYPE65, found "BOGUS"; client: expected an address or a prefix such as 203.0.113.0/24, found "x"\n',
  });
});
