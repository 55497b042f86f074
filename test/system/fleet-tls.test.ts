import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callTls } from '../support/call-tls.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { eventually } from '../support/eventually.ts';
import { FLEET_ADDRESSES, fleetZone } from '../support/fleet-zone.ts';
import { startLocalSites } from '../support/local-sites.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { isConnected, makeToken, runAgent } from '../support/running-agent.ts';
import { CERTIFICATES, readPem } from '../support/tls-peer.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

const pem = (name: string) => join(CERTIFICATES, `${name}.pem`);
const TRUSTING = ['--ca', pem('authority')];
const SHOWING = ['--cert', pem('client'), '--key', pem('key')];
const API = ['--api-cert', pem('trusted'), '--api-key', pem('key'), '--api-client-ca', pem('authority')];

/** The command line trusts the authority of the tests. */
function trusted({ command }: Meridian): Pick<Meridian, 'command'> {
  return { command: (...args) => command(...args, ...TRUSTING) };
}

async function agentFacts(meridian: Meridian, { folder }: ZonesDirectory, vantage: string) {
  const { file } = await makeToken(trusted(meridian), folder, vantage);
  return { vantage, tokenFile: file, controller: meridian.apiUrl, spool: join(folder, `${vantage}.spool`) };
}

test('a controller that wants client certificates: an agent shows one; without it, or without trust, it says what is wrong', async () => {
  await using sites = await startLocalSites(FLEET_ADDRESSES);
  await using directory = await zonesDirectory({ 'example.com.yaml': fleetZone({ port: sites.port }) });
  await using meridian = await startMeridian({ ...directory, flags: API });
  expect(meridian.apiUrl).toMatch(/^https:/);
  await using good = runAgent({ ...(await agentFacts(meridian, directory, 'tokyo')), flags: [...TRUSTING, ...SHOWING] });
  await using bare = runAgent({ ...(await agentFacts(meridian, directory, 'paris')), flags: TRUSTING });
  await using distrustful = runAgent({ ...(await agentFacts(meridian, directory, 'lima')), flags: SHOWING });
  await good.logLine(isConnected);
  await untilSeenBy(meridian, 'embedded up, tokyo up');
  const { msg } = await bare.logLine(({ level }) => level >= 50);
  expect(msg).toMatch(/client certificate/);
  await distrustful.logLine(({ msg }) => /^no stream from the controller at https:\S+: its certificate is not trusted: /.test(msg));
  expect(await fleetOf(meridian)).toEqual(['embedded', 'tokyo']);
});

test('a proxy in the environment is on the way to the controller, and not on that of probes', async () => {
  await using sites = await startLocalSites(FLEET_ADDRESSES);
  await using directory = await zonesDirectory({ 'example.com.yaml': fleetZone({ port: sites.port }) });
  await using meridian = await startMeridian({ ...directory, flags: API });
  await using proxy = await startConnectProxy();
  const environment = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NO_PROXY: '', no_proxy: '' };
  const facts = await agentFacts(meridian, directory, 'tokyo');
  await using agent = runAgent({ ...facts, flags: [...TRUSTING, ...SHOWING], environment });
  await agent.logLine(isConnected);
  await untilSeenBy(meridian, 'embedded up, tokyo up');
  await sites.break('hangzhou', '503');
  await untilSeenBy(meridian, 'embedded down, tokyo down');
  expect(new Set(proxy.asked)).toEqual(new Set([new URL(meridian.apiUrl).host]));
});

interface Seen {
  readonly monitors: readonly [{ readonly ballots: readonly { readonly vantage: string; readonly verdict: string }[] }];
}

async function call(meridian: Meridian, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${meridian.token}` };
  return (await callTls(meridian.apiUrl + path, { headers, ca: readPem('authority') })).json;
}

async function fleetOf(meridian: Meridian): Promise<readonly string[]> {
  const { vantages } = (await call(meridian, '/v1/fleet')) as { vantages: readonly { name: string }[] };
  return vantages.map(({ name }) => name);
}

function untilSeenBy(meridian: Meridian, expected: string): Promise<true> {
  let seen = '';
  const ask = async () => {
    const { monitors } = (await call(meridian, '/v1/zones/example.com/pools/hangzhou/endpoints/a')) as Seen;
    seen = monitors[0].ballots.map(({ vantage, verdict }) => `${vantage} ${verdict}`).join(', ');
    return seen === expected ? true : undefined;
  };
  return eventually(ask, { withinMs: 20_000, tell: () => `hangzhou/a is seen ${seen}, never ${expected}` });
}
