import type { Finding } from '../../src/model/declared.ts';
import type { RecordSet } from '../../src/model/zone.ts';
import { type MasterFileResult, parseMasterFile } from '../../src/zone/master-file.ts';

/** Parses `text` as `test.zone` of example.com; `files` are what it may include. */
export function parseText(text: string, files: Readonly<Record<string, string>> = {}): MasterFileResult {
  const include = (path: string) => {
    if (!Object.hasOwn(files, path)) throw new Error('no such file');
    return files[path]!;
  };
  return parseMasterFile({ file: 'test.zone', text, origin: 'example.com.', include });
}

/** `FILE:LINE:COL: severity: message`. */
export function show({ file, line, column, severity, message }: Finding): string {
  return `${file}:${line}:${column}: ${severity}: ${message}`;
}

/** `OWNER TTL TYPE HEX` for every record. */
export function list(recordSets: readonly RecordSet[]): string[] {
  return recordSets.flatMap(({ owner, ttl, type, rdata }) => rdata.map(wire => `${owner} ${ttl} ${type} ${toHex(wire)}`));
}

/** Octets as hexadecimal digits. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}
