/** Sections of manifest.json that hold nodes with parents and children, in dbt's order. */
export const NODE_SECTIONS: readonly string[] = [
  'nodes',
  'sources',
  'exposures',
  'metrics',
  'semantic_models',
  'saved_queries',
  'unit_tests',
  'functions',
];
