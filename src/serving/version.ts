import packageJson from '../../package.json' with { type: 'json' };

/** The version of Meridian, as the API, `--version` and `version.bind` tell it. */
export const VERSION: string = packageJson.version;
