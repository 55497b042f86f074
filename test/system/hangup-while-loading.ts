/** For `--import`: hangs the process up as soon as it begins to read the modules of the command line, before anything else of it runs. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === './cli/program.ts') process.kill(process.pid, 'SIGHUP');
    return next(specifier, context);
  },
});
