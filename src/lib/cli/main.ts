/**
 * Runs dnet. Completion is answered before oclif is loaded, because a person waits for it at every key.
 * @param root the package's folder, where package.json and oclif.manifest.json are
 */
export async function main(argv: readonly string[], root: string): Promise<void> {
  process.stdout.on('error', endOnClosedPipe)
  process.stderr.on('error', endOnClosedPipe)
  if (argv[0] === '__complete' || argv[0] === '__completeNoDesc') {
    const {complete} = await import('./complete/completion.js')
    process.stdout.write(await complete(argv.slice(1), root))
    return
  }
  const {runDnet} = await import('./run-dnet.js')
  await runDnet(argv, root)
}

/** The reader of the output has closed it (`| head`): nothing is left to do or to print. */
function endOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}
