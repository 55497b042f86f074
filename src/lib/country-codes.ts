/**
 * The codes of countries by continent: ISO 3166-1 alpha-2, with XK (Kosovo) and AN (Netherlands Antilles, withdrawn in 2010), which databases
 * still have. The continents are those that GeoNames assigns.
 */
const BY_CONTINENT = {
  AF:
    'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL ' +
    'SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW',
  AN: 'AQ BV GS HM TF',
  AS:
    'AE AF AM AZ BD BH BN BT CC CN CX GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH ' +
    'TJ TM TR TW UZ VN YE',
  EU:
    'AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU ' +
    'SE SI SJ SK SM UA VA XK',
  NA: 'AG AI AN AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI',
  OC: 'AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS',
  SA: 'AR BO BR CL CO EC FK GF GY PE PY SR UY VE',
};

const CONTINENTS: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_CONTINENT).flatMap(([continent, codes]) => codes.split(' ').map(code => [code, continent] as const)),
);

/** Countries that one database has on one continent and another on the next. */
const BETWEEN = new Set('AM AZ CY EG GE ID KZ RU TL TR'.split(' '));

/** The codes of all countries, upper case. */
export function countryCodes(): Iterable<string> {
  return CONTINENTS.keys();
}

/** Whether any country has the code; upper case counts. */
export function isCountryCode(code: string): boolean {
  return CONTINENTS.has(code);
}

/** The continent (AF AN AS EU NA OC SA) that every database has the country on; undefined where they differ, and for a code that no country has. */
export function surelyOn(country: string): string | undefined {
  return BETWEEN.has(country) ? undefined : CONTINENTS.get(country);
}
