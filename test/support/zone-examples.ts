import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { MarkdownBlock } from './markdown-examples.ts';
import { runProgram } from './running-program.ts';
import { ROOT } from './sample-server.ts';

/** What a YAML example needs beside it: a zone has a master file. */
const MASTER_FILE = `$TTL 300
@ SOA ns1 hostmaster 1 3600 600 604800 60
@ NS ns1
ns1 A 192.0.2.53
`;

type Sections = Record<string, Record<string, unknown> | undefined>;

/**
 * Lays a part of a zone over a whole one: the sites, monitors, pools and records of the part are added to those of the
 * whole, or stand in place of those with the same name.
 */
export function withPart(whole: string, part: string): string {
  const sections = { ...(parse(whole) as Sections) };
  for (const [section, entries] of Object.entries(parse(part) as Sections)) sections[section] = { ...sections[section], ...entries };
  return stringify(sections);
}

/** Puts an example into a directory of its own and runs `./meridian check` on it; gives what was printed, empty when it passes. */
export async function checkExample({ language }: Pick<MarkdownBlock, 'language'>, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'meridian-zones-'));
  try {
    await writeFile(join(folder, 'example.com.zone'), language === 'zone' ? text : MASTER_FILE);
    if (language === 'yaml') await writeFile(join(folder, 'example.com.yaml'), text);
    await using program = runProgram('./meridian', ['check', folder], { cwd: ROOT });
    return (await program.ended) === 0 ? '' : program.output();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
