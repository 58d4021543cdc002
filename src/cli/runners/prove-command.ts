import { openProject } from '../../api/open-project.ts';
import { checkInterval } from '../../api/check-interval.ts';
import { judgeProofs } from '../../api/prove/proof-finding.ts';
import { proveProject } from '../../api/prove/prove-project.ts';
import { select } from '../../api/select-nodes.ts';
import type { CommandRunner } from '../command.ts';
import { isProven, proveReport } from '../prove-report.ts';
import { withoutEphemeral } from './run-nodes-command.ts';

/** `tx prove`: 0 when the selected models give the same twice, 1 when one does not. */
export const runProveCommand: CommandRunner = async (context, flags) => {
  const opened = await openProject(flags, context);
  const ids = withoutEphemeral(select(opened, context.events), opened);
  checkInterval(opened, ids);
  const { proofs, interrupted } = await proveProject(opened, ids, context.events);
  if (interrupted) return 2;
  const judged = judgeProofs(proofs, opened);
  context.print(proveReport(judged, flags.command['output'] === 'json'));
  return isProven(judged) ? 0 : 1;
};
