import type { Command } from 'commander';
import { type ExplanationView, explanationView } from '../api/contract.ts';
import { clientFlag } from '../config/options.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { vantageTable } from './explain-vantages.ts';
import { type Io, printJson } from './io.ts';
import { plain, table } from './table.ts';

/** `meridian explain`: why a client gets the answer that it gets. */
export function addExplain(program: Command, io: Io): void {
  const command = program
    .command('explain')
    .description('show why a question is answered as it is')
    .argument('<name>', 'a domain name')
    .argument('[type]', 'a record type', 'A')
    .addOption(clientFlag());
  withClientFlags(command)
    .addHelpText('after', examples('explain www.example.com', 'explain app.example.com AAAA --client 203.0.113.0/24'))
    .action(async (name: string, type: string, flags: CallFlags & { client?: string }) => {
      const query = new URLSearchParams({ name, type, ...(flags.client !== undefined && { client: flags.client }) });
      const explanation = await clientOf(flags).get(explanationView, `/v1/explain?${query}`);
      if (flags.json) printJson(io, explanation);
      else io.out(presentExplanation(explanation));
    });
}

function presentExplanation(explanation: ExplanationView): string {
  const { name, type, client, rcode, summary, steps, shares, scope, scope_reason, generation } = explanation;
  const parts = [
    `${plain(name)} ${type} for ${client}${presentLocation(explanation.location)}: ${rcode}, ${plain(summary)}`,
    steps.length === 0
      ? ''
      : table(
          ['NODE', '', 'WHY'],
          steps.map(step => [`${'  '.repeat(step.depth)}${step.node}`, step.outcome, step.reason]),
          2,
        ),
    vantageTable(explanation.endpoints),
    shares.length === 0 ? '' : table(['SHARE', 'POOL', 'ENDPOINT', 'ADDRESS'], shares.flatMap(presentShare), 2),
    [...presentTtl(explanation), `Client subnet scope /${scope}: ${plain(scope_reason)}`, `Generation ${generation}`].join('\n'),
  ];
  return parts.filter(part => part !== '').join('\n\n');
}

function presentTtl({ ttl_seconds: most, ttl_least_seconds: least, ttl_reason: reason }: ExplanationView): string[] {
  if (most === null) return [];
  const range = least === null || least === most ? `${most} s` : `${least} to ${most} s`;
  return [`TTL ${range}${reason === null ? '' : `: ${plain(reason)}`}`];
}

/** A row for each address that one answer carries; what they share stands in the first. */
function presentShare({ share, pool, endpoints, addresses }: ExplanationView['shares'][number]): string[][] {
  const head = [`${(share * 100).toFixed(1).padStart(5)} %`, pool];
  const rows = Math.max(1, addresses.length, endpoints.length);
  return Array.from({ length: rows }, (_, i) => [...(i === 0 ? head : ['', '']), endpoints[i] ?? '', addresses[i] ?? '']);
}

function presentLocation(location: ExplanationView['location']): string {
  if (!location) return '';
  const { continent, country, subdivision, asn, coordinates } = location;
  const known = [continent, country, subdivision, asn === null ? null : `AS${asn}`, coordinates?.join(' ') ?? null].filter(
    part => part !== null,
  );
  return known.length === 0 ? ` (location of ${location.prefix} not known)` : ` (${location.prefix}: ${known.join(', ')})`;
}
