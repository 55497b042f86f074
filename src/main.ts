/** The program: checks that it runs on Node 24 or newer before it reads the rest, then does what the command line says. */
const NODE_MAJOR = 24;

if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) {
  process.stderr.write(`meridian: Node ${NODE_MAJOR} or newer is needed, this is ${process.versions.node}\n`);
  process.exitCode = 1;
} else {
  // The reader of a pipe may leave early, as `head` does; there is nobody left to tell.
  process.stdout.on('error', error => process.exit((error as NodeJS.ErrnoException).code === 'EPIPE' ? 0 : 1));
  const { run } = await import('./cli/program.ts');
  process.exitCode = await run(process.argv.slice(2), {
    out: text => void process.stdout.write(`${text}\n`),
    err: text => void process.stderr.write(`${text}\n`),
  });
}
