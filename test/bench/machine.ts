import { cpus, release, totalmem } from 'node:os';

/** What the figures of a run hold for, in one sentence. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'processor of unknown model';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model}, ${memory} GiB, Linux ${release().split('-', 1)[0]}, Node ${process.versions.node}; all on loopback`;
}
