import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { type CommandResult, commandResult, serveArguments, startMeridian } from '../support/meridian.ts';
import { writeMmdb } from '../support/mmdb-writer.ts';
import { ROOT } from '../support/sample-server.ts';
import { tcpPeer } from '../support/tcp-peer.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

const FIXTURE = join(ROOT, 'test/fixtures/zones-bad/many-mistakes-in-many-files');

let directory: ZonesDirectory;
beforeEach(async () => {
  directory = await zonesDirectory();
});
afterEach(async () => directory?.[Symbol.asyncDispose]());

/** Starts a server that is expected to give up by itself. */
function serve(...flags: readonly string[]): Promise<CommandResult> {
  return commandResult(...serveArguments({ ...directory, flags }));
}

/** What stands on standard error, its lines apart, after an end without a server: nothing was served, nothing was logged. */
function errorLines({ status, stdout, stderr }: CommandResult, expected: number): readonly string[] {
  expect({ status, stdout }, stderr).toEqual({ status: expected, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr.trimEnd().split('\n');
}

describe('zones that cannot be served: every mistake, exit 1', () => {
  test('mistakes in many files', async () => {
    const expected = (await readFile(join(FIXTURE, 'expected.txt'), 'utf8')).trimEnd().split('\n');
    const [head, ...lines] = errorLines(await serve('--zones', FIXTURE), 1);
    expect(head).toContain(FIXTURE);
    expect(lines).toEqual(expected);
  });

  test('a directory that is not there', async () => {
    const lines = errorLines(await serve('--zones', join(directory.folder, 'nowhere')), 1);
    expect(lines.join('\n')).toContain('cannot read the zones directory: no such file or directory');
  });

  test('a file in place of the directory', async () => {
    const lines = errorLines(await serve('--zones', join(directory.zones, 'example.com.zone')), 1);
    expect(lines.join('\n')).toContain('cannot read the zones directory: not a directory');
  });

  test('a directory without a zone', async () => {
    await rm(join(directory.zones, 'example.com.zone'));
    expect(errorLines(await serve(), 1).join('\n')).toContain('expected at least one NAME.zone file');
  });

  test('files that cannot be read', async () => {
    await symlink('nowhere', join(directory.zones, 'example.net.zone'));
    await writeFile(join(directory.zones, 'example.org.zone'), Buffer.from([0x24, 0x54, 0xff, 0x0a]));
    const lines = errorLines(await serve(), 1);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^example\.net\.zone:1:1: .*no such file or directory/),
      expect.stringMatching(/^example\.org\.zone:1:1: .*not UTF-8/),
    ]);
  });

  test('a data directory is not even made then', async () => {
    errorLines(await serve('--zones', FIXTURE), 1);
    await expect(readFile(join(directory.data, 'admin.token'))).rejects.toThrow('ENOENT');
  });
});

describe('what another process has: one clear line, exit 1, and the other goes on', () => {
  test('the data directory', async () => {
    await using other = await startMeridian(directory);
    const [line, ...more] = errorLines(await serve(), 1);
    expect(more).toEqual([]);
    expect(line).toBe(`error: data directory ${directory.data} is in use by another process (pid ${other.program.pid})`);
    expect((await other.query('static.example.com')).addresses).toEqual(['192.0.2.80']);
    expect((await other.api('PUT', '/v1/zones', {})).status).toBe(405);
  });

  test('the DNS port, of another Meridian', async () => {
    await using other = await startMeridian(directory);
    const at = `127.0.0.1:${other.dns.port}`;
    const [line, ...more] = errorLines(await serve('--data', join(directory.folder, 'second'), '--dns', at), 1);
    expect(more).toEqual([]);
    expect(line).toMatch(new RegExp(`^error: cannot listen on ${at} \\((?:TCP|UDP)\\): address already in use$`));
    expect((await other.query('static.example.com')).addresses).toEqual(['192.0.2.80']);
  });

  test('the UDP port alone', async () => {
    const socket = createSocket('udp4').bind(await freePort(), '127.0.0.1');
    await once(socket, 'listening');
    const at = `127.0.0.1:${socket.address().port}`;
    const lines = errorLines(await serve('--dns', at), 1);
    socket.close();
    expect(lines).toEqual([`error: cannot listen on ${at} (UDP): address already in use`]);
  });

  test('the TCP port alone', async () => {
    await using peer = await tcpPeer(() => {});
    const lines = errorLines(await serve('--dns', `127.0.0.1:${peer.port}`), 1);
    expect(lines).toEqual([`error: cannot listen on 127.0.0.1:${peer.port} (TCP): address already in use`]);
  });

  test('the port of the API', async () => {
    await using peer = await tcpPeer(() => {});
    const [line, ...more] = errorLines(await serve('--api', `127.0.0.1:${peer.port}`), 1);
    expect(more).toEqual([]);
    expect(line).toContain(`127.0.0.1:${peer.port}`);
  });
});

describe('what this machine does not have: one clear line, exit 1', () => {
  test('a data directory that cannot be made', async () => {
    const data = join(directory.zones, 'example.com.zone', 'data');
    expect(errorLines(await serve('--data', data), 1)).toEqual([expect.stringContaining(data)]);
  });

  test('an address of DNS', async () => {
    expect(errorLines(await serve('--dns', '192.0.2.1:5300'), 1)).toEqual([
      'error: cannot listen on 192.0.2.1:5300 (TCP): the machine has no such address',
    ]);
  });

  test('a geographic database', async () => {
    const file = join(directory.folder, 'nowhere.mmdb');
    expect(errorLines(await serve('--geodb', file), 1)).toEqual([expect.stringContaining(file)]);
  });

  test('a geographic database that is no regular file', async () => {
    const file = join(directory.folder, 'geo.mmdb');
    await symlink('/dev/zero', file);
    expect(errorLines(await serve('--geodb', file), 1)).toEqual([`error: ${file}: is a device, expected a regular file`]);
  });

  test('a geographic database that knows nothing of use', async () => {
    const file = join(directory.folder, 'geo.mmdb');
    await writeFile(file, writeMmdb({ ipVersion: 4, entries: { '5.0.0.0/8': { is_anonymous: true } } }));
    expect(errorLines(await serve('--geodb', file), 1)).toEqual([
      expect.stringContaining(`${file}: knows no country, coordinates or network of any address`),
    ]);
  });
});

describe('flags that are no good: each named, exit 2', () => {
  test('several at once', async () => {
    const [hint, ...lines] = errorLines(
      await serve('--dns', 'localhost', '--api', '127.0.0.1:70000', '--workers', '0', '--log-level', 'loud'),
      2,
    ).toReversed();
    expect(hint).toBe('see ./meridian help serve');
    const named = lines.map(line => /^error: (--[\w-]+): expected .*, found "/.exec(line)?.[1]);
    expect(named.toSorted()).toEqual(['--api', '--dns', '--log-level', '--workers']);
  });

  test('one that there is not', async () => {
    expect(errorLines(await serve('--zone', 'zones'), 2).join('\n')).toContain("'--zone'");
  });

  test('a command that there is not', async () => {
    expect(errorLines(await commandResult('server'), 2).join('\n')).toContain("'server'");
  });
});

test('a start that fails leaves nothing behind: the next one serves', async () => {
  await using peer = await tcpPeer(() => {});
  errorLines(await serve('--api', `127.0.0.1:${peer.port}`), 1);
  await using meridian = await startMeridian(directory);
  expect((await meridian.query('static.example.com')).addresses).toEqual(['192.0.2.80']);
});
