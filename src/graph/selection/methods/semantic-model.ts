import { namedMethod } from './named-method.ts';

/** `semantic_model:name`: semantic models by name. */
export const semanticModelMethod = namedMethod('semantic_model', 'Semantic models');
