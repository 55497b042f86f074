import type { Command } from 'commander';
import { type NewToken, type TokenAnswer, type TokenView, tokenAnswer, tokenList, tokenView } from '../api/contract.ts';
import { expiresFlag, outFlag, roleFlag, tokenNameFlag, tokenVantageFlag } from '../config/options.ts';
import { tokenZoneFlag } from '../config/token-flags.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type Io, printJson } from './io.ts';
import { newPrivateFile } from './private-file.ts';
import { table } from './table.ts';

interface CreateFlags extends CallFlags {
  readonly role: NewToken['role'];
  readonly vantage?: string;
  readonly zone?: readonly string[];
  readonly name?: string;
  readonly expires?: string;
  readonly out?: string;
}

const ONCE = `The token is printed this once, alone on standard output; the server keeps only a digest
of it. What else there is to say goes to standard error.`;

/** `meridian token`: makes, lists and revokes the tokens of people, programs and agents. */
export function addToken(program: Command, io: Io): void {
  const parent = program
    .command('token')
    .description('make, list and revoke tokens: of people, of programs, of the agents of vantages')
    .helpCommand('help [command]', 'show how a command is used');
  const create = parent
    .command('create')
    .description('make a token')
    .addOption(roleFlag().makeOptionMandatory())
    .addOption(tokenVantageFlag())
    .addOption(tokenZoneFlag())
    .addOption(expiresFlag())
    .addOption(tokenNameFlag())
    .addOption(outFlag());
  withClientFlags(create)
    .addHelpText('after', `\n${ONCE}`)
    .addHelpText(
      'after',
      examples(
        'token create --role viewer --name dashboard',
        'token create --role operator --zone example.com',
        'token create --role probe --vantage beijing --out beijing.token',
      ),
    )
    .action((flags: CreateFlags) => createToken(io, flags, create.getOptionValueSource('vantage') === 'env'));
  withClientFlags(parent.command('list').description('list the tokens, those that ended in the last 90 days included'))
    .addHelpText('after', examples('token list', 'token list --json'))
    .action((flags: CallFlags) => listTokens(io, flags));
  withClientFlags(parent.command('revoke').description('revoke a token at once').argument('<id>', 'its id, tok_…: not the token itself'))
    .addHelpText('after', examples('token revoke tok_k3v5wq7a'))
    .action((id: string, flags: CallFlags) => revokeToken(io, id, flags));
}

/** A vantage of the environment is that of a server or an agent on this machine, and meant here only where one is needed. */
async function createToken(
  io: Io,
  { role, zone: zones, name, expires, out, ...flags }: CreateFlags,
  vantageOfEnvironment: boolean,
): Promise<void> {
  const vantage = role !== 'probe' && vantageOfEnvironment ? undefined : flags.vantage;
  const wanted = { role, vantage, zones, name, expires };
  // Before the call: no token is made that cannot be kept.
  using file = out === undefined ? undefined : newPrivateFile(out);
  const { token, ...facts } = await clientOf(flags).send(tokenAnswer, 'POST', '/v1/tokens', wanted);
  file?.keep(`${token}\n`);
  if (flags.json) printJson(io, out === undefined ? { ...facts, token } : { ...facts, file: out });
  else if (out === undefined) io.out(token);
  if (!flags.json) io.err(hint(facts, out));
}

function hint(facts: Omit<TokenAnswer, 'token'>, out: string | undefined): string {
  const { id, role, vantage, zones, expires } = facts;
  const what = `token ${id}: role ${role}${vantage === null ? '' : ` for vantage ${vantage}`}${zones === null ? '' : ` for ${zones.join(', ')} alone`}, ${expires === null ? 'good until it is revoked' : `expires ${expires}`}`;
  return out === undefined ? `${what}\nit is not shown again; ./meridian token revoke ${id} ends it` : `${what}; in ${out}`;
}

async function listTokens(io: Io, flags: CallFlags): Promise<void> {
  const list = await clientOf(flags).get(tokenList, '/v1/tokens');
  if (flags.json) printJson(io, list);
  else if (list.tokens.length === 0) io.out('no tokens but that of the data directory, which is not listed');
  else
    io.out(table(['ID', 'ROLE', 'VANTAGE', 'ZONES', 'NAME', 'MADE BY', 'CREATED', 'EXPIRES', 'LAST USED', 'STATE'], list.tokens.map(row)));
}

function row({ id, role, vantage, zones, name, author, created, expires, last_used, state }: TokenView): string[] {
  return [
    id,
    role,
    vantage ?? '-',
    zones?.join(' ') ?? 'all',
    name ?? '-',
    author,
    minute(created),
    minute(expires),
    minute(last_used),
    state,
  ];
}

/** A time to the minute, UTC. */
function minute(time: string | null): string {
  return time === null ? '-' : `${time.slice(0, 16)}Z`;
}

async function revokeToken(io: Io, id: string, flags: CallFlags): Promise<void> {
  const token = await clientOf(flags).send(tokenView, 'DELETE', `/v1/tokens/${encodeURIComponent(id)}`);
  if (flags.json) printJson(io, token);
  else io.out(`token ${id} ${token.state === 'expired' ? `had expired at ${token.expires}` : 'is revoked'}`);
}
