import { describeSuite } from './support/describe-suite.ts';

describeSuite('config');
