import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './sample-server.ts';

/** What the last stage of the Dockerfile says about the image. */
export interface Image {
  /** Every `COPY` from the context, of all stages. */
  readonly copied: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

/** Those keys of a service that the tests look at. */
export interface ComposeService {
  readonly image?: string;
  readonly build?: string | { readonly dockerfile_inline?: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly ports?: readonly string[];
  readonly network_mode?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly configs?: Readonly<Record<string, { readonly content?: string }>>;
}

/** The project's docker-compose.yml, its YAML merge keys resolved. */
export function readComposeFile(): ComposeFile {
  return parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as ComposeFile;
}

/** The project's Dockerfile. */
export function readImage(): Image {
  const instructions = instructionsOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
  const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
  const value = (name: string): string | undefined => last.findLast(each => each.name === name)?.rest;
  const list = (name: string): readonly string[] => JSON.parse(value(name) ?? '[]') as readonly string[];
  const pairs = last.filter(({ name }) => name === 'ENV').flatMap(({ rest }) => rest.split(/\s+/).map(pair => pair.split('=', 2)));
  return {
    copied: instructions
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from='))
      .flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1)),
    environment: Object.fromEntries(pairs) as Record<string, string>,
    user: value('USER'),
    entrypoint: list('ENTRYPOINT'),
    command: list('CMD'),
  };
}

function instructionsOf(text: string): readonly { readonly name: string; readonly rest: string }[] {
  const lines = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, '');
  return [...lines.matchAll(/^([A-Z]+)\s+(.*)$/gm)].map(([, name = '', rest = '']) => ({ name, rest: rest.trim() }));
}
