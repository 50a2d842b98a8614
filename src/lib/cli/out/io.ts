/** The parts of this process that a command uses for input, output and its exit code. */
export type Io = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env' | 'exitCode'>
