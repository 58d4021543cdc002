declare const TX_VERSION: string | undefined;

/** This program's version; `source` when it runs unbundled. */
export const txVersion: string = typeof TX_VERSION === 'string' ? TX_VERSION : 'source';
