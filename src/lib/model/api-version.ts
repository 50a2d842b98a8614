/**
 * Reports whether an API version is `wanted` or newer; both are such as "1.41".
 * @param version '' for one that is not known, which is taken for older than all
 */
export function apiAtLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}
