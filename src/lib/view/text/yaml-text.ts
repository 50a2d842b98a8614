import {Document} from 'yaml'

/**
 * A value as YAML that every reader takes alike, one of YAML 1.1 too: texts stand in double quotes, and so do keys that
 * could be taken for a number, a date or a truth value. `null` is nothing after its key, and the keys of a Map keep their
 * order, as those of an object do not where they look like numbers.
 * @param comment a line above what stands at a path of keys
 */
export function yamlText(value: object, comment?: {readonly at: readonly string[]; readonly text: string}): string {
  const document = new Document(value, {compat: 'yaml-1.1'})
  const node = comment ? document.getIn(comment.at, true) : undefined
  if (comment && typeof node === 'object' && node !== null) Object.assign(node, {commentBefore: ` ${comment.text}`})
  return document.toString({defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0, nullStr: ''})
}
