const {writeFileSync} = require('node:fs')
const {reporters, Runner} = require('mocha')

/** Mocha's own report; its totals also go, as JSON, to the file named by the option `totals`. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const {passes, failures, pending} = this.stats
      writeFileSync(
        options.reporterOptions.totals,
        JSON.stringify({passed: passes, failed: failures, skipped: pending}),
      )
    })
  }
}
