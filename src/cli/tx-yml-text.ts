/** What `tx init` writes into tx.yml: every setting with its default, switched off as comments. */
export const TX_YML = `# What tx does beyond dbt. Every line shows a default: an empty file means the same.
# Without this file the project runs as under dbt.

# ledger: {schema: tx}            # tables about runs, in the target; or: ledger: off
# publish: after-audits           # a node's tests run before it becomes visible; or: immediately
# keys: {nulls: error, duplicates: error}     # of a unique_key; or warn, ignore
# interval: {var: date, grain: day, time-zone: UTC}     # the variable that names the interval of a run
# retries: {attempts: 3, backoff: 1s, cap: 60s, budget: 20}
`;
