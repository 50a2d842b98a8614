/** For each mutated folder of src/lib the folders of test/ that are to notice: those that are about it, the nearest first. */
const TESTS = {net: ['net'], compose: ['compose'], model: ['model', 'plan', 'view'], plan: ['plan', 'model', 'view']}
const mocharc = require('../.mocharc.json')
// Nearly all mutants that random cases notice fail one of the first.
process.env.DNET_TEST_MOST_RUNS = '200'
const folder = process.env.DNET_MUTATED ?? 'net'

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
module.exports = {
  mutate: [`src/lib/${folder}/**/*.ts`],
  testRunner: 'mocha',
  testRunnerNodeArgs: mocharc.import.flatMap((each) => ['--import', each]),
  mochaOptions: {
    file: ['./mutants/no-shrinking.ts'],
    spec: TESTS[folder].map((each) => `test/${each}/**/*.test.ts`),
    // What only draws knows nothing of plans and models.
    ignore: ['test/**/*.engine.test.ts', 'test/view/text/**'],
    // What measures time says nothing of a mutant.
    grep: '^(?!.*(in the large|taken prefixes))',
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  incremental: true,
  incrementalFile: `mutants/reports/${folder}.incremental.json`,
  reporters: ['progress', 'json'],
  jsonReporter: {fileName: `mutants/reports/${folder}.json`},
  // The sandbox is a folder of the project, so that packages are found without links.
  ignorePatterns: ['/.*', '/bin', '/dist', '/docs', '/scripts', '/tsconfig.json'],
  tempDirName: '.stryker-tmp',
  cleanTempDir: 'always',
  symlinkNodeModules: false,
  // tsx strips types; TypeScript 7 has no interface for programs to read its configuration with.
  disableTypeChecks: false,
  tsconfigFile: 'none',
}
