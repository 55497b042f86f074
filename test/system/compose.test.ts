import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askForAddresses } from '../support/ask-dns.ts';
import { type ComposeService, readComposeFile, readImage } from '../support/container-files.ts';
import { blocksTagged, documentBlocks } from '../support/documents.ts';
import { eventually } from '../support/eventually.ts';
import { commandExamples } from '../support/markdown-examples.ts';
import { type RunningProgram, runProgram } from '../support/running-program.ts';
import { ROOT, type SampleHome, sampleHome, untilReady } from '../support/sample-server.ts';

const compose = readComposeFile();
const image = readImage();
const services = Object.entries(compose.services);
const ours = services.filter(([, { image: name }]) => name === 'meridian');

/** The addresses of the first and the second choice for www.example.com in the sample zone. */
const HANGZHOU = ['127.0.0.10', '127.0.0.11'];
const BEIJING = ['127.0.0.20'];

describe('the files', () => {
  test('docker-compose.yml follows the Compose specification', () => {
    // dclint ships the schema of the specification as it is published.
    const folder = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
    const schema = JSON.parse(readFileSync(join(folder, 'schemas/compose.schema.json'), 'utf8')) as Record<string, unknown>;
    expect(schema).toMatchObject({ title: 'Compose Specification', properties: { configs: {}, models: {} } });
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...compose, services: { meridian: { comand: ['serve'] } } })).toBe(false);
  });

  test('every service has an image that something builds, and every name that it refers to exists', () => {
    const built = new Set(services.filter(([, { build }]) => build !== undefined).map(([name, service]) => service.image ?? name));
    for (const [name, service] of services) {
      expect(built, name).toContain(service.image ?? name);
      const [, network = ''] = /^service:(.*)$/.exec(service.network_mode ?? '') ?? [];
      if (network !== '') expect(compose.services).toHaveProperty(network);
      for (const { source } of service.configs ?? []) expect(compose.configs?.[source]?.content ?? '').not.toBe('');
    }
  });

  test('ports are published on the loopback address alone', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports).toContain('127.0.0.1:5300:5300/udp');
    expect(ports.filter(port => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  test('the image holds files that exist and that .dockerignore lets through, and runs as nobody special', () => {
    const allowed = new Set(readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n'));
    expect(image.copied).toEqual(expect.arrayContaining(['src', 'probes', 'zones', 'package.json', 'package-lock.json']));
    expect(image.copied.filter(path => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(image.copied.filter(path => !allowed.has(`!${path}`))).toEqual([]);
    expect(image.user).toBe('node');
  });

  test('the docker compose commands of the documents name services that exist', () => {
    const commands = blocksTagged(documentBlocks(), 'sh', 'compose').flatMap(commandExamples);
    const named = commands.flatMap(({ command }) => /^docker compose (?:stop|start|exec|logs|restart) (\S+)/.exec(command)?.[1] ?? []);
    expect(named.filter(name => !(name in compose.services))).toEqual([]);
    expect(named).toContain('site-hangzhou');
  });
});

/** The commands of the services as plain processes: what the engine would run, with this machine's paths and free ports. */
describe('the services', () => {
  let home: SampleHome;
  const running = new Map<string, RunningProgram>();

  const run = (name: string, service: ComposeService): RunningProgram => {
    const [file = '', ...args] = [...image.entrypoint, ...(service.command ?? image.command)];
    const inContainer = { ...image.environment, ...service.environment };
    // Every variable of the container is one that a home of the sample has a value for: nothing of the container is left over.
    expect(Object.keys(home.environment)).toEqual(
      expect.arrayContaining(Object.keys(inContainer).filter(key => key.startsWith('MERIDIAN_'))),
    );
    const program = runProgram(file === 'node' ? process.execPath : file, args, {
      cwd: ROOT,
      environment: { ...inContainer, ...home.environment },
    });
    running.set(name, program);
    return program;
  };

  /** Waits until www.example.com is answered with one of the addresses. */
  const untilAnswered = (expected: readonly string[]): Promise<true> => {
    let last: readonly string[] = [];
    const ask = async (): Promise<true | undefined> => {
      last = await askForAddresses(home.dnsPort, 'www.example.com');
      return last.some(address => expected.includes(address)) ? true : undefined;
    };
    const tell = (): string => `still ${last.join(' ')}\n${[...running].map(([name, { output }]) => `${name}:\n${output()}`).join('\n')}`;
    return eventually(ask, { withinMs: 40_000, tell });
  };

  beforeAll(async () => {
    home = await sampleHome();
    for (const [name, service] of ours) run(name, service);
    const meridian = running.get('meridian');
    if (meridian !== undefined) await untilReady(meridian, home.apiPort);
  });
  afterAll(async () => {
    await Promise.all([...running.values()].map(program => program.stop()));
    await home?.[Symbol.asyncDispose]();
  });

  test('are Meridian and one for each stand-in site', () => {
    expect(ours.map(([name]) => name)).toEqual(['meridian', 'site-hangzhou', 'site-beijing', 'site-singapore', 'site-frankfurt']);
  });

  test('a site that is stopped is answered no more, and is again when it is started', async () => {
    await untilAnswered(HANGZHOU);
    await running.get('site-hangzhou')?.stop();
    await untilAnswered(BEIJING);
    run('site-hangzhou', compose.services['site-hangzhou'] ?? {});
    await untilAnswered(HANGZHOU);
  });

  test('end cleanly when the engine stops them', async () => {
    const codes = await Promise.all([...running].map(async ([name, program]) => [name, await program.stop('SIGTERM')] as const));
    expect(codes.filter(([, code]) => code !== 0)).toEqual([]);
  });
});
