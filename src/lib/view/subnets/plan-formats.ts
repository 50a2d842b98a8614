/** The formats of `dnet plan`: a table for people, the others for programs. */
export const PLAN_FORMATS = ['table', 'yaml', 'compose', 'script', 'daemon-json'] as const
export type PlanFormat = (typeof PLAN_FORMATS)[number]
