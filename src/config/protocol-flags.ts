import { readFileSync } from 'node:fs';
import { IDENTITY_QUESTIONS, type IdentityQuestion, isIdentityQuestion } from '../lib/identity-question.ts';
import { type IpPrefix, parsePrefix } from '../lib/ip-prefix.ts';

/** The flags of `serve` that say how DNS is spoken, as they were given. */
export interface ProtocolFlags {
  readonly udpSize: string;
  readonly rateLimit: string;
  readonly rateLimitSlip: string;
  readonly rateLimitExempt?: readonly string[];
  readonly cookieSecretFile?: string;
  readonly serverId?: string;
  readonly hide?: readonly string[];
}

/** How DNS is spoken. */
export interface DnsOptions {
  /** The most octets of a UDP answer. */
  readonly udpSize: number;
  /** 16 octets each; undefined: drawn at the start. */
  readonly cookieSecrets: readonly Uint8Array[] | undefined;
  readonly rateLimit: { readonly perSecond: number; readonly slip: number; readonly exempt: readonly IpPrefix[] } | undefined;
  /** Undefined: the name of the machine. */
  readonly serverId: string | undefined;
  readonly hidden: readonly IdentityQuestion[];
}

/** Notes a problem of a flag: what was found, and what was expected. */
export type NoteProblem = (flag: string, found: string, expected: string) => void;

const LOOPBACK = ['127.0.0.0/8', '::1'];
const UDP_SIZE = { least: 512, most: 4096 };
const RATE = { least: 0, most: 1_000_000 };
const SLIP = { least: 0, most: 100 };
const MAX_SERVER_ID = 128;

/** Reads and checks them; what is no good is told to `problem`. */
export function readProtocolFlags(flags: ProtocolFlags, problem: NoteProblem): DnsOptions {
  const perSecond = integer('--rate-limit', flags.rateLimit, RATE, problem);
  const slip = integer('--rate-limit-slip', flags.rateLimitSlip, SLIP, problem);
  const exempt = (flags.rateLimitExempt ?? LOOPBACK).flatMap(text => prefix('--rate-limit-exempt', text, problem));
  return {
    udpSize: integer('--udp-size', flags.udpSize, UDP_SIZE, problem),
    cookieSecrets: flags.cookieSecretFile === undefined ? undefined : cookieSecrets(flags.cookieSecretFile, problem),
    rateLimit: perSecond > 0 ? { perSecond, slip, exempt } : undefined,
    serverId: flags.serverId === undefined ? undefined : serverId(flags.serverId, problem),
    hidden: (flags.hide ?? []).flatMap(text => hidden(text, problem)),
  };
}

function integer(flag: string, text: string, { least, most }: { least: number; most: number }, problem: NoteProblem): number {
  const value = Number(text);
  if (!/^\d{1,7}$/.test(text) || value < least || value > most) problem(flag, text, `an integer from ${least} to ${most}`);
  return value;
}

function prefix(flag: string, text: string, problem: NoteProblem): IpPrefix[] {
  const parsed = parsePrefix(text);
  if (!parsed) problem(flag, text, 'an address or a prefix, such as 192.0.2.0/24');
  return parsed ? [parsed] : [];
}

function serverId(text: string, problem: NoteProblem): string {
  const octets = Buffer.byteLength(text);
  if (octets < 1 || octets > MAX_SERVER_ID) problem('--server-id', text, `1 to ${MAX_SERVER_ID} octets`);
  return text;
}

function hidden(text: string, problem: NoteProblem): IdentityQuestion[] {
  if (isIdentityQuestion(text)) return [text];
  problem('--hide', text, `one of ${IDENTITY_QUESTIONS.join(', ')}`);
  return [];
}

/** One secret a line, 32 hexadecimal digits; empty lines and comments with # between. What stands there is never shown. */
function cookieSecrets(file: string, problem: NoteProblem): Uint8Array[] {
  const flag = '--cookie-secret-file';
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    const secrets = lines.map((line, i) => ({ text: line.replace(/#.*/, '').trim(), number: i + 1 })).filter(({ text }) => text !== '');
    if (secrets.length === 0) problem(flag, file, 'a file with 32 hexadecimal digits a line');
    for (const { text, number } of secrets)
      if (!/^[0-9a-f]{32}$/i.test(text)) problem(flag, `${file}:${number}`, '32 hexadecimal digits in each line');
    return secrets.map(({ text }) => Uint8Array.from(Buffer.from(text, 'hex')));
  } catch (error) {
    problem(flag, file, `a file that can be read (${(error as NodeJS.ErrnoException).code})`);
    return [];
  }
}
