import { defineConfig } from 'vitest/config';

// As the launcher has them; why is said there.
const NODE_FLAGS = ['--wasm-wrapper-tiering-budget=2000000000'];

// conformance is named by RFCs; unit and contract mirror src/ and probes/; system runs the real program; peers needs Debian packages (see .ci/run).
const project = (name: string, include: string[], more: object = {}) => ({
  test: { name, include, testTimeout: 20_000, execArgv: NODE_FLAGS, ...more },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', [
        'test/{answer,api,cli,cloud,config,conformance,control,events,fleet,geo,health,lib,model,probes,resolve,responder,serving,stand-ins,steering,store,ttl,zone}/**/*.test.ts',
      ]),
      project('contract', ['test/contract/**/*.test.ts']),
      project('system', ['test/system/**/*.test.ts'], { testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false }),
      project('presubmit', ['test/presubmit/**/*.test.ts'], { testTimeout: 60_000 }),
      project('bench', [], {
        benchmark: { enabled: true, include: ['test/bench/**/*.bench.ts'] },
        testTimeout: 60_000,
        experimental: { viteModuleRunner: false },
      }),
      project('peers', ['test/peers/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 60_000, fileParallelism: false }),
    ],
  },
});
