declare const APPHOST_VERSION: string | undefined

/** The version of this package; put in when the package is bundled, a stand-in where the sources run unbundled. */
export const VERSION: string = typeof APPHOST_VERSION === 'string' ? APPHOST_VERSION : '0.0.0-development'
