import type {WordShape} from '../../lib/cli/args/words.js'
import {BaseCommand} from '../../lib/cli/base-command.js'
import {containerNamed} from '../../lib/model/find.js'
import {type LinkRow, linkRows} from '../../lib/plan/links/link-rows.js'

export default class LinkLs extends BaseCommand {
  static override summary = 'List links and aliases between containers'
  static override description =
    'Shows legacy links of the default bridge, private links, and names that everyone on a network sees.'
  static override aliases = ['link:list']
  static override examples = ['<%= config.bin %> link ls', '<%= config.bin %> link ls app']
  static override words: readonly WordShape[] = [{name: 'CONTAINER', offers: 'container', many: true, optional: true}]
  static override flags = {}

  async run(): Promise<{links: readonly LinkRow[]}> {
    const {flags, words} = await this.read(LinkLs)
    const {engine} = await this.connect(flags)
    const host = await engine.observe({networkDetails: 'joined', containerDetails: true})
    const names = new Set(words.map((word) => containerNamed(host, word).name))
    const links = linkRows(host).filter(
      ({container, target}) => names.size === 0 || names.has(container) || names.has(target),
    )
    await this.show(async () => {
      const {linkTable} = await import('../../lib/view/links/link-table.js')
      return linkTable(links, this.look)
    })
    return {links}
  }
}
