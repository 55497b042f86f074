/** Codes of continents as GeoNames and MaxMind use them: Africa, Antarctica, Asia, Europe, North America, Oceania, South America. */
export type Continent = 'AF' | 'AN' | 'AS' | 'EU' | 'NA' | 'OC' | 'SA';

/**
 * ISO 3166-1 alpha-2 code → [continent, latitude, longitude], degrees to one decimal.
 *
 * The continents are those that GeoNames assigns. The coordinates are where people are, not the middle of the land: the mean, on the sphere,
 * of the country's places of more than 1,000 inhabitants, weighted by population. So Canada lies by the Great Lakes and Russia by the Volga,
 * which is what `nearest` needs. Places and populations: GeoNames (geonames.org), CC BY 4.0. Uninhabited territories have their largest
 * island, Saint Helena its own without the other two.
 */
export const COUNTRIES: Readonly<Record<string, readonly [continent: Continent, latitude: number, longitude: number]>> = {
  AD: ['EU', 42.5, 1.5], // Andorra
  AE: ['AS', 25.1, 55.3], // United Arab Emirates
  AF: ['AS', 34.7, 67.9], // Afghanistan
  AG: ['NA', 17.1, -61.8], // Antigua and Barbuda
  AI: ['NA', 18.2, -63.1], // Anguilla
  AL: ['EU', 41.1, 19.9], // Albania
  AM: ['AS', 40.3, 44.6], // Armenia
  AN: ['NA', 12.1, -68.9], // Netherlands Antilles (withdrawn in 2010, still in databases)
  AO: ['AF', -9.8, 13.9], // Angola
  AQ: ['AN', -77.8, 166.7], // Antarctica
  AR: ['SA', -33.2, -60.8], // Argentina
  AS: ['OC', -14.3, -170.7], // American Samoa
  AT: ['EU', 47.8, 14.8], // Austria
  AU: ['OC', -33.6, 144.6], // Australia
  AW: ['NA', 12.5, -70], // Aruba
  AX: ['EU', 60.2, 20], // Åland Islands
  AZ: ['AS', 40.3, 48.6], // Azerbaijan
  BA: ['EU', 44.2, 17.9], // Bosnia and Herzegovina
  BB: ['NA', 13.1, -59.6], // Barbados
  BD: ['AS', 23.6, 90.4], // Bangladesh
  BE: ['EU', 50.9, 4.4], // Belgium
  BF: ['AF', 12.2, -2.1], // Burkina Faso
  BG: ['EU', 42.8, 25], // Bulgaria
  BH: ['AS', 26.2, 50.6], // Bahrain
  BI: ['AF', -3.3, 29.7], // Burundi
  BJ: ['AF', 7.6, 2.3], // Benin
  BL: ['NA', 17.9, -62.8], // Saint Barthélemy
  BM: ['NA', 32.4, -64.7], // Bermuda
  BN: ['AS', 4.8, 114.6], // Brunei
  BO: ['SA', -17.6, -65.3], // Bolivia
  BQ: ['NA', 14, -66.6], // Bonaire, Sint Eustatius and Saba
  BR: ['SA', -18.2, -45.5], // Brazil
  BS: ['NA', 25.5, -77.6], // Bahamas
  BT: ['AS', 27.3, 90], // Bhutan
  BV: ['AN', -54.4, 3.4], // Bouvet Island
  BW: ['AF', -23.3, 26], // Botswana
  BY: ['EU', 53.6, 27.9], // Belarus
  BZ: ['NA', 17.5, -88.5], // Belize
  CA: ['NA', 48, -86.5], // Canada
  CC: ['AS', -12.2, 96.8], // Cocos (Keeling) Islands
  CD: ['AF', -4.9, 19.9], // Democratic Republic of the Congo
  CF: ['AF', 5, 18.6], // Central African Republic
  CG: ['AF', -4.2, 14.1], // Republic of the Congo
  CH: ['EU', 47.1, 8.1], // Switzerland
  CI: ['AF', 6.1, -4.6], // Côte d'Ivoire
  CK: ['OC', -21.2, -159.8], // Cook Islands
  CL: ['SA', -33.7, -71.2], // Chile
  CM: ['AF', 5.9, 11.5], // Cameroon
  CN: ['AS', 33.2, 115.1], // China
  CO: ['SA', 6, -74.9], // Colombia
  CR: ['NA', 10, -84.2], // Costa Rica
  CU: ['NA', 22.1, -80], // Cuba
  CV: ['AF', 15.7, -24], // Cabo Verde
  CW: ['NA', 12.1, -68.9], // Curaçao
  CX: ['AS', -10.4, 105.7], // Christmas Island
  CY: ['EU', 35, 33.3], // Cyprus
  CZ: ['EU', 49.9, 15.6], // Czechia
  DE: ['EU', 51, 9.8], // Germany
  DJ: ['AF', 11.6, 43.1], // Djibouti
  DK: ['EU', 55.8, 11.2], // Denmark
  DM: ['NA', 15.4, -61.4], // Dominica
  DO: ['NA', 18.8, -70.1], // Dominican Republic
  DZ: ['AF', 35.7, 3.7], // Algeria
  EC: ['SA', -1.4, -79.4], // Ecuador
  EE: ['EU', 59.1, 25.6], // Estonia
  EG: ['AF', 29.9, 31.2], // Egypt
  EH: ['AF', 26.2, -13.9], // Western Sahara
  ER: ['AF', 15.3, 39], // Eritrea
  ES: ['EU', 39.8, -3.1], // Spain
  ET: ['AF', 9.3, 38.7], // Ethiopia
  FI: ['EU', 61.7, 24.9], // Finland
  FJ: ['OC', -17.7, 178.1], // Fiji
  FK: ['SA', -51.7, -57.9], // Falkland Islands
  FM: ['OC', 7.3, 153.7], // Micronesia
  FO: ['EU', 62, -6.8], // Faroe Islands
  FR: ['EU', 47.1, 2.8], // France
  GA: ['AF', -0.1, 10.1], // Gabon
  GB: ['EU', 52.6, -1.5], // United Kingdom
  GD: ['NA', 12.1, -61.7], // Grenada
  GE: ['AS', 42, 43.7], // Georgia
  GF: ['SA', 5, -52.7], // French Guiana
  GG: ['EU', 49.5, -2.5], // Guernsey
  GH: ['AF', 6.4, -0.9], // Ghana
  GI: ['EU', 36.1, -5.4], // Gibraltar
  GL: ['NA', 65.5, -50.4], // Greenland
  GM: ['AF', 13.4, -16.3], // Gambia
  GN: ['AF', 9.6, -13.1], // Guinea
  GP: ['NA', 16.2, -61.5], // Guadeloupe
  GQ: ['AF', 2.5, 9.6], // Equatorial Guinea
  GR: ['EU', 38.7, 23.4], // Greece
  GS: ['AN', -54.3, -36.5], // South Georgia and the South Sandwich Islands
  GT: ['NA', 14.8, -90.7], // Guatemala
  GU: ['OC', 13.5, 144.8], // Guam
  GW: ['AF', 11.9, -15.5], // Guinea-Bissau
  GY: ['SA', 6.6, -58.1], // Guyana
  HK: ['AS', 22.3, 114.2], // Hong Kong
  HM: ['AN', -53.1, 73.5], // Heard Island and McDonald Islands
  HN: ['NA', 14.8, -87.5], // Honduras
  HR: ['EU', 45.2, 16.4], // Croatia
  HT: ['NA', 18.7, -72.5], // Haiti
  HU: ['EU', 47.3, 19.4], // Hungary
  ID: ['AS', -5, 109.1], // Indonesia
  IE: ['EU', 53.2, -7], // Ireland
  IL: ['AS', 32.1, 35], // Israel
  IM: ['EU', 54.2, -4.5], // Isle of Man
  IN: ['AS', 21.8, 78.5], // India
  IO: ['AS', -7.3, 72.4], // British Indian Ocean Territory
  IQ: ['AS', 33.4, 45], // Iraq
  IR: ['AS', 34.5, 51.5], // Iran
  IS: ['EU', 64.3, -21.4], // Iceland
  IT: ['EU', 42.9, 12.2], // Italy
  JE: ['EU', 49.2, -2.1], // Jersey
  JM: ['NA', 18, -76.9], // Jamaica
  JO: ['AS', 32, 36], // Jordan
  JP: ['AS', 35.7, 137.1], // Japan
  KE: ['AF', -1.2, 37], // Kenya
  KG: ['AS', 42.1, 74.2], // Kyrgyzstan
  KH: ['AS', 11.7, 104.6], // Cambodia
  KI: ['OC', 1.4, 174.7], // Kiribati
  KM: ['AF', -12, 43.9], // Comoros
  KN: ['NA', 17.3, -62.7], // Saint Kitts and Nevis
  KP: ['AS', 39.5, 126.5], // North Korea
  KR: ['AS', 36.6, 127.5], // South Korea
  KW: ['AS', 29.2, 48.1], // Kuwait
  KY: ['NA', 19.3, -81.3], // Cayman Islands
  KZ: ['AS', 47.6, 70.8], // Kazakhstan
  LA: ['AS', 17.9, 103.6], // Laos
  LB: ['AS', 33.9, 35.5], // Lebanon
  LC: ['NA', 13.9, -61], // Saint Lucia
  LI: ['EU', 47.2, 9.5], // Liechtenstein
  LK: ['AS', 7.3, 80.2], // Sri Lanka
  LR: ['AF', 6.3, -10.4], // Liberia
  LS: ['AF', -29.5, 27.7], // Lesotho
  LT: ['EU', 55.1, 24], // Lithuania
  LU: ['EU', 49.6, 6.1], // Luxembourg
  LV: ['EU', 56.8, 24.3], // Latvia
  LY: ['AF', 31.9, 15.6], // Libya
  MA: ['AF', 33.6, -6.6], // Morocco
  MC: ['EU', 43.7, 7.4], // Monaco
  MD: ['EU', 47.1, 28.8], // Moldova
  ME: ['EU', 42.6, 19.2], // Montenegro
  MF: ['NA', 18.1, -63.1], // Saint Martin
  MG: ['AF', -19.1, 47.5], // Madagascar
  MH: ['OC', 7.7, 170], // Marshall Islands
  MK: ['EU', 41.8, 21.5], // North Macedonia
  ML: ['AF', 13.1, -7], // Mali
  MM: ['AS', 18.4, 96.2], // Myanmar
  MN: ['AS', 48, 105.1], // Mongolia
  MO: ['AS', 22.2, 113.5], // Macao
  MP: ['OC', 15.2, 145.7], // Northern Mariana Islands
  MQ: ['NA', 14.6, -61], // Martinique
  MR: ['AF', 18.1, -14.8], // Mauritania
  MS: ['NA', 16.8, -62.2], // Montserrat
  MT: ['EU', 35.9, 14.5], // Malta
  MU: ['AF', -20.2, 57.6], // Mauritius
  MV: ['AS', 3.6, 73.4], // Maldives
  MW: ['AF', -14.3, 34.4], // Malawi
  MX: ['NA', 21.2, -100.1], // Mexico
  MY: ['AS', 3.8, 104.1], // Malaysia
  MZ: ['AF', -21.1, 34.9], // Mozambique
  NA: ['AF', -21.8, 17.1], // Namibia
  NC: ['OC', -21.9, 166.2], // New Caledonia
  NE: ['AF', 14.1, 5.1], // Niger
  NF: ['OC', -29.1, 168], // Norfolk Island
  NG: ['AF', 8.1, 6.2], // Nigeria
  NI: ['NA', 12.4, -86.1], // Nicaragua
  NL: ['EU', 52.1, 5.3], // Netherlands
  NO: ['EU', 61, 9.6], // Norway
  NP: ['AS', 27.6, 84.9], // Nepal
  NR: ['OC', -0.5, 166.9], // Nauru
  NU: ['OC', -19.1, -169.9], // Niue
  NZ: ['OC', -39.7, 174.4], // New Zealand
  OM: ['AS', 23.2, 57.6], // Oman
  PA: ['NA', 8.9, -80.1], // Panama
  PE: ['SA', -11.1, -76.5], // Peru
  PF: ['OC', -17.5, -149.5], // French Polynesia
  PG: ['OC', -7.4, 147.2], // Papua New Guinea
  PH: ['AS', 12.2, 122.4], // Philippines
  PK: ['AS', 29.7, 70.9], // Pakistan
  PL: ['EU', 51.7, 19.3], // Poland
  PM: ['NA', 46.8, -56.2], // Saint Pierre and Miquelon
  PN: ['OC', -25.1, -130.1], // Pitcairn Islands
  PR: ['NA', 18.3, -66.3], // Puerto Rico
  PS: ['AS', 31.8, 34.9], // Palestine
  PT: ['EU', 39.5, -9.4], // Portugal
  PW: ['OC', 7.3, 134.5], // Palau
  PY: ['SA', -25.3, -57], // Paraguay
  QA: ['AS', 25.3, 51.5], // Qatar
  RE: ['AF', -21.1, 55.5], // Réunion
  RO: ['EU', 45.6, 25.4], // Romania
  RS: ['EU', 44.6, 20.6], // Serbia
  RU: ['EU', 56.9, 51.7], // Russia
  RW: ['AF', -2, 29.9], // Rwanda
  SA: ['AS', 24, 43.2], // Saudi Arabia
  SB: ['OC', -9.3, 159.8], // Solomon Islands
  SC: ['AF', -4.7, 55.5], // Seychelles
  SD: ['AF', 14.6, 31.9], // Sudan
  SE: ['EU', 58.8, 15.7], // Sweden
  SG: ['AS', 1.3, 103.8], // Singapore
  SH: ['AF', -15.9, -5.7], // Saint Helena, Ascension and Tristan da Cunha
  SI: ['EU', 46.2, 14.8], // Slovenia
  SJ: ['EU', 78.2, 15.4], // Svalbard and Jan Mayen
  SK: ['EU', 48.6, 19], // Slovakia
  SL: ['AF', 8.4, -12.4], // Sierra Leone
  SM: ['EU', 43.9, 12.5], // San Marino
  SN: ['AF', 14.7, -16.8], // Senegal
  SO: ['AF', 3.8, 45.1], // Somalia
  SR: ['SA', 5.8, -55.2], // Suriname
  SS: ['AF', 6.9, 30], // South Sudan
  ST: ['AF', 0.4, 6.7], // São Tomé and Príncipe
  SV: ['NA', 13.7, -89.1], // El Salvador
  SX: ['NA', 18, -63.1], // Sint Maarten
  SY: ['AS', 35, 37], // Syria
  SZ: ['AF', -26.5, 31.4], // Eswatini
  TC: ['NA', 21.5, -71.1], // Turks and Caicos Islands
  TD: ['AF', 11.4, 16.4], // Chad
  TF: ['AN', -49.3, 70.2], // French Southern Territories
  TG: ['AF', 7.3, 1.1], // Togo
  TH: ['AS', 13.8, 100.8], // Thailand
  TJ: ['AS', 38.8, 69.2], // Tajikistan
  TK: ['OC', -8.9, -172.1], // Tokelau
  TL: ['OC', -8.7, 125.6], // Timor-Leste
  TM: ['AS', 38.8, 59.7], // Turkmenistan
  TN: ['AF', 35.8, 10.2], // Tunisia
  TO: ['OC', -20.8, -175], // Tonga
  TR: ['AS', 39.7, 32.1], // Türkiye
  TT: ['NA', 10.5, -61.4], // Trinidad and Tobago
  TV: ['OC', -8.3, 178.9], // Tuvalu
  TW: ['AS', 24.5, 121.2], // Taiwan
  TZ: ['AF', -6, 36.2], // Tanzania
  UA: ['EU', 48.8, 32.4], // Ukraine
  UG: ['AF', 0.7, 32.3], // Uganda
  UM: ['OC', 19.3, 166.6], // United States Minor Outlying Islands
  US: ['NA', 38.9, -92.7], // United States
  UY: ['SA', -34.1, -56.3], // Uruguay
  UZ: ['AS', 40.7, 68.1], // Uzbekistan
  VA: ['EU', 41.9, 12.5], // Vatican City
  VC: ['NA', 13.2, -61.2], // Saint Vincent and the Grenadines
  VE: ['SA', 10, -67.8], // Venezuela
  VG: ['NA', 18.4, -64.6], // British Virgin Islands
  VI: ['NA', 17.9, -64.8], // U.S. Virgin Islands
  VN: ['AS', 14.5, 106.7], // Vietnam
  VU: ['OC', -17, 168], // Vanuatu
  WF: ['OC', -13.7, -176.9], // Wallis and Futuna
  WS: ['OC', -13.8, -171.9], // Samoa
  XK: ['EU', 42.6, 20.9], // Kosovo (user-assigned code)
  YE: ['AS', 14.6, 44.4], // Yemen
  YT: ['AF', -12.8, 45.2], // Mayotte
  ZA: ['AF', -28.8, 26.9], // South Africa
  ZM: ['AF', -14, 28.3], // Zambia
  ZW: ['AF', -18.6, 30.4], // Zimbabwe
};
