/** What `dnet plan --format` makes: a table for people, else a document that something else reads. */
export const PLAN_FORMATS = ['table', 'yaml', 'compose', 'script', 'daemon-json'] as const
export type PlanFormat = (typeof PLAN_FORMATS)[number]
