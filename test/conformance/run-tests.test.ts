import { describeCases } from './support/describe-cases.ts';

describeCases('tests');
