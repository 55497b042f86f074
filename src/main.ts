/** The program: checks that it runs on Node 24 or newer before it reads the rest, then does what the command line says. */
const NODE_MAJOR = 24;

if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) {
  process.stderr.write(`meridian: Node ${NODE_MAJOR} or newer is needed, this is ${process.versions.node}\n`);
  process.exitCode = 1;
} else {
  // A write that fails tells whoever wrote: a command ends, a server goes on without its log.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  // The reader of a pipe may leave early, as `head` does; there is nobody left to tell.
  const endAt = (error?: NodeJS.ErrnoException | null) => error && process.exit(error.code === 'EPIPE' ? 0 : 1);
  // A hangup while a server or an agent still reads its own modules asks for what it is about to do anyway: to read the zones, to connect.
  if (['serve', 'probe'].includes(process.argv[2] ?? '')) process.on('SIGHUP', () => {});
  const { run } = await import('./cli/program.ts');
  process.exitCode = await run(process.argv.slice(2), {
    out: text => void process.stdout.write(`${text}\n`, endAt),
    err: text => void process.stderr.write(`${text}\n`),
  });
}
