import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { startPeer } from './peer-program.ts';

/** What dig or kdig printed of an answer. Records stand as `OWNER TTL CLASS TYPE RDATA`, one space between. */
export interface PrintedAnswer {
  readonly status: string;
  /** `qr aa`, as they came. */
  readonly flags: string;
  readonly answer: readonly string[];
  readonly authority: readonly string[];
  readonly additional: readonly string[];
  /** Everything that was printed. */
  readonly text: string;
}

export interface DigSettings {
  readonly tool: 'dig' | 'kdig';
  readonly at: SocketAddress;
  /** What to ask for, and with which options. */
  readonly args: readonly string[];
}

/** Lines by which the two tools complain, besides those of which the flags tell: that an answer was truncated, that nobody recurses here. */
const COMPLAINT =
  /^;; (?:WARNING|ERROR|Warning|Got bad packet|communications error|connection timed out|.*(?:malformed|extra bytes|parse)).*$|^; Transfer failed\.$/m;
const TOLD_BY_FLAGS =
  /^;; (?:WARNING: truncated reply from .*, retrying over TCP|Truncated, retrying in TCP mode\.|WARNING: recursion requested but not available)$/m;

/** Asks with one of the tools, without recursion and with EDNS unless `args` say otherwise. Throws where it fails or complains. */
export async function dig({ tool, at, args }: DigSettings): Promise<PrintedAnswer> {
  await using program = startPeer(tool, [`@${at.address}`, '-p', String(at.port), '+norecurse', '+edns=0', ...args]);
  const status = await program.ended;
  const text = program.output();
  const complaint = COMPLAINT.exec(text.replace(TOLD_BY_FLAGS, ''))?.[0];
  const strange = program.stderr().replace(TOLD_BY_FLAGS, '').trim();
  if (status !== 0 || complaint !== undefined || strange !== '') {
    throw new Error(`${tool} ${args.join(' ')} ended with ${status} and complained: ${complaint ?? strange}\n${text}`);
  }
  return {
    status: /status: (\w+)/.exec(text)?.[1] ?? '',
    flags: /^;; flags: ([\w ]*);/im.exec(text)?.[1] ?? '',
    answer: section(text, 'ANSWER'),
    authority: section(text, 'AUTHORITY'),
    additional: section(text, 'ADDITIONAL'),
    text,
  };
}

function section(text: string, name: string): readonly string[] {
  const [, rest = ''] = text.split(`\n;; ${name} SECTION:\n`);
  const [records = ''] = rest.split('\n\n');
  return records
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.replace(/\s+/g, ' ').trim());
}
