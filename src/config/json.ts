/** A JSON value as YAML, flags and artifacts carry it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** An object as JSON has it, by key. */
export type JsonObject = { readonly [key: string]: Json };
