/** All of stdin as text; '' at once if it is a terminal. */
export async function readStdin(): Promise<string> {
  const {stdin} = process
  if (stdin.isTTY) return ''
  let text = ''
  stdin.setEncoding('utf8')
  for await (const piece of stdin) text += piece
  return text
}
