import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drillMarkdown } from '../api/drill-markdown.ts';
import { viewDrill } from '../api/drill-view.ts';
import { makePrivateDirectory } from '../lib/private-directory.ts';
import type { Drill } from '../model/drill.ts';

/** Writes the evidence of a drill, `drills/ID.json` and `drills/ID.md` in the data directory, in place of what was written before. Throws what the system says. */
export function writeEvidence(drill: Drill, { data, version }: { readonly data: string; readonly version: string }): void {
  const directory = join(data, 'drills');
  makePrivateDirectory(directory);
  const view = viewDrill(drill);
  replace(join(directory, `${drill.id}.json`), `${JSON.stringify({ server: `Meridian ${version}`, ...view }, null, 2)}\n`);
  replace(join(directory, `${drill.id}.md`), drillMarkdown(view, version));
}

/** Whoever reads meanwhile sees the one or the other, whole. */
function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
