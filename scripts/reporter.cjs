const {writeFileSync} = require('node:fs')
const {reporters, Runner} = require('mocha')

/** Mocha's own report; its totals and what failed also go, as JSON, to the file named by the option `totals`. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const failed = []
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test) => failed.push(test.titlePath().join(' › ')))
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const {passes, failures, pending} = this.stats
      writeFileSync(
        options.reporterOptions.totals,
        JSON.stringify({passed: passes, failed: failures, skipped: pending, failures: failed}),
      )
    })
  }
}
