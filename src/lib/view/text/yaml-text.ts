import {Document} from 'yaml'

/**
 * A value as YAML that every reader understands alike, including YAML 1.1: strings are in double quotes, and so are
 * keys that could be read as a number, a date or a boolean. `null` leaves the value after a key empty. The keys of a
 * Map keep their order; those of an object do not if they look like numbers.
 * @param comment a line above the value at a path of keys
 */
export function yamlText(value: object, comment?: {readonly at: readonly string[]; readonly text: string}): string {
  const document = new Document(value, {compat: 'yaml-1.1'})
  const node = comment ? document.getIn(comment.at, true) : undefined
  if (comment && typeof node === 'object' && node !== null) Object.assign(node, {commentBefore: ` ${comment.text}`})
  return document.toString({defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0, nullStr: ''})
}
