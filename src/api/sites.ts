import { siteAnswer, siteList } from './contract.ts';
import { findSteeredZone } from './find.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { viewSite } from './site-view.ts';
import { siteAt } from './target.ts';
import { sceneryOf } from './view.ts';

/** Sites: where the pools are, and whether one is being evacuated. */
export function siteRoutes({ operations }: ApiContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/zones/{zone}/sites',
      summary: 'The sites of a zone',
      answer: siteList,
      handle({ params }) {
        const snapshot = operations.snapshot();
        const zone = findSteeredZone(snapshot.declared, params.zone);
        const scenery = sceneryOf(snapshot);
        return { generation: snapshot.generation, sites: [...zone.steering.sites.values()].map(site => viewSite(scenery, zone, site)) };
      },
    }),
    route({
      method: 'GET',
      url: '/zones/{zone}/sites/{site}',
      summary: 'One site',
      answer: siteAnswer,
      versioned: true,
      handle({ params }) {
        const snapshot = operations.snapshot();
        return { generation: snapshot.generation, ...siteAt(snapshot, params).view() };
      },
    }),
  ];
}
