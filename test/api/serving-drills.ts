import type { DrillAccess, DrillOutlook, DrillQuestion, DrillScopeFault } from '../../src/api/drill-access.ts';
import type { DeclaredDrill, Drill } from '../../src/model/drill.ts';
import { sampleDrill } from '../control/drill/sample-drill.ts';
import { sampleDeclared } from './sample.ts';
import { serveApi } from './serving.ts';

/** Drills that are held in memory: nothing moves. */
export class MemoryDrills implements DrillAccess {
  readonly questions: DrillQuestion[] = [];
  readonly aborts: string[] = [];
  held: Drill[] = [];
  /** What every start is refused with; undefined: it begins. */
  refused: DrillOutlook | undefined;
  scopeFault: DrillScopeFault | undefined;
  planned: DrillAccess['planned'] = [];

  get running(): string | undefined {
    return this.held.find(({ phase }) => phase !== 'ended')?.id;
  }

  async look(question: DrillQuestion): Promise<DrillOutlook | DrillScopeFault> {
    this.questions.push(question);
    return this.scopeFault ?? this.refused ?? sampleDrill();
  }

  async start(question: DrillQuestion) {
    this.questions.push(question);
    if (this.scopeFault) return this.scopeFault;
    if (this.refused) return { refused: this.refused };
    const { plan, name, author, reason } = question;
    const drill = sampleDrill({
      plan,
      name,
      author,
      reason,
      phase: 'away',
      timeline: [{ step: 'decided', atMs: 1000, detail: 'all is met' }],
    });
    this.held = [drill, ...this.held];
    return { drill };
  }

  async abort(because: string): Promise<void> {
    this.aborts.push(because);
    const held = this.held.map(drill => (drill.phase === 'recovering' ? { ...drill, phase: 'ended' as const } : drill));
    this.held = held.map(drill => (drill.phase === 'away' ? { ...drill, phase: 'recovering', outcome: 'aborted', because } : drill));
  }

  find(id: string): Drill | undefined {
    return this.held.find(drill => drill.id === id);
  }

  metrics() {
    return [];
  }

  list(most: number): readonly Drill[] {
    return this.held.slice(0, most);
  }
}

/** A drill that the sample zone declares. */
export const SUNDAY: DeclaredDrill = {
  name: 'sunday',
  owner: 'www.example.com.',
  awayFrom: { kind: 'site', site: 'hangzhou' },
  forMs: 300_000,
  includingOthers: true,
  minHealthyPercent: 80,
  webhook: undefined,
  schedule: '0 3 * * 0',
  timeZone: 'Asia/Shanghai',
  allowed: [{ kind: 'week', text: 'sun 02:00-05:00', days: [0], fromMinute: 120, untilMinute: 300 }],
  blocked: [],
};

/** The sample zones with that drill. */
export function declaredWithDrill() {
  const declared = sampleDeclared();
  const zone = declared.zones.get('example.com.')!;
  return { zones: new Map(declared.zones).set('example.com.', { ...zone, steering: { ...zone.steering!, drills: [SUNDAY] } }) };
}

/** As `serveApi`, with drills. */
export async function serveDrills() {
  const drills = new MemoryDrills();
  return { drills, ...(await serveApi(declaredWithDrill(), { drills })) };
}
