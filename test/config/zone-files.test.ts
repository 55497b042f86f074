import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadZones } from '../../src/config/load.ts';
import { presentFinding } from '../../src/config/present.ts';

const ZONE = '$TTL 300\n@ SOA ns hostmaster 1 1h 10m 2w 1m\n@ NS ns\nns A 192.0.2.53\n';

let root: string;
let zones: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'meridian-zones-'));
  zones = join(root, 'zones');
  mkdirSync(zones);
});

afterEach(() => rmSync(root, { recursive: true }));

const found = () => loadZones(zones).findings.map(finding => presentFinding(finding).replaceAll(root, 'ROOT'));

test('a directory that is not there is one error', () => {
  rmSync(zones, { recursive: true });
  expect(found()).toEqual(['ROOT/zones:1:1: cannot read the zones directory: no such file or directory']);
});

test('a file in the place of the directory is one error', () => {
  rmSync(zones, { recursive: true });
  writeFileSync(zones, ZONE);
  expect(found()).toEqual(['ROOT/zones:1:1: cannot read the zones directory: not a directory']);
});

test('a link that leads nowhere is an error of its file', () => {
  symlinkSync('nowhere', join(zones, 'example.com.zone'));
  expect(found()).toEqual(['example.com.zone:1:1: this file cannot be read: no such file or directory']);
});

test('a zone file may be a link, as in a mounted volume', () => {
  writeFileSync(join(root, 'version-7'), ZONE);
  symlinkSync('../version-7', join(zones, 'example.com.zone'));
  expect(found()).toEqual([]);
});

test('an included file must not be reached through a link to outside', () => {
  writeFileSync(join(root, 'secret.inc'), 'www A 192.0.2.1\n');
  symlinkSync('../secret.inc', join(zones, 'secret.inc'));
  symlinkSync('..', join(zones, 'up'));
  writeFileSync(join(zones, 'example.com.zone'), `${ZONE}$INCLUDE secret.inc\n$INCLUDE up/secret.inc\n`);
  expect(found()).toEqual([
    'example.com.zone:5:10: $INCLUDE of "secret.inc": is a link to outside the zones directory',
    'example.com.zone:6:10: $INCLUDE of "up/secret.inc": is a link to outside the zones directory',
  ]);
});

test('an included file may be a link inside the directory, and the directory itself a link', () => {
  mkdirSync(join(zones, 'parts'));
  writeFileSync(join(zones, 'parts/hosts-7.inc'), 'www A 192.0.2.1\n');
  symlinkSync('parts/hosts-7.inc', join(zones, 'hosts.inc'));
  writeFileSync(join(zones, 'example.com.zone'), `${ZONE}$INCLUDE hosts.inc\n$INCLUDE ./parts/../hosts.inc shop\n`);
  symlinkSync('zones', join(root, 'current'));
  const { declared, findings } = loadZones(join(root, 'current'));
  expect(findings).toEqual([]);
  const owners = [...declared!.zones.get('example.com.')!.nodes.values()].map(({ name }) => name);
  expect(owners).toContain('www.example.com.');
  expect(owners).toContain('www.shop.example.com.');
});

test('a directory is no file to include', () => {
  mkdirSync(join(zones, 'parts'));
  writeFileSync(join(zones, 'example.com.zone'), `${ZONE}$INCLUDE parts\n`);
  expect(found()).toEqual(['example.com.zone:5:10: $INCLUDE of "parts": is no regular file']);
});

test('what begins with a dot is left alone: editors keep their locks and drafts so', () => {
  writeFileSync(join(zones, 'example.com.zone'), ZONE);
  symlinkSync('somebody@host.1:2', join(zones, '.#example.com.zone'));
  writeFileSync(join(zones, '.example.org.zone'), 'nonsense');
  writeFileSync(join(zones, '.example.com.yaml'), 'nonsense');
  expect(found()).toEqual([]);
});
