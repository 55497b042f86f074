/** A name that sorts by time: `20300106-030000`, with a number behind it where that is taken. */
export function timedId(nowMs: number, isTaken: (id: string) => boolean): string {
  const [, date = '', time = ''] = /^(\S+)T(\d\d:\d\d:\d\d)/.exec(new Date(nowMs).toISOString()) ?? [];
  const stem = `${date.replaceAll('-', '')}-${time.replaceAll(':', '')}`;
  for (let i = 1; ; i++) {
    const tried = i === 1 ? stem : `${stem}-${i}`;
    if (!isTaken(tried)) return tried;
  }
}
