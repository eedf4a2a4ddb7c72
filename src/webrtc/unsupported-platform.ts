import os from 'node:os'
import { UnsupportedPlatformError } from '../errors.ts'

/** What `@roamhq/wrtc` publishes binaries for */
const PLATFORMS = 'Linux with glibc (x64, arm64), macOS (x64, arm64) and Windows (x64)'

/** Returns the error for a machine on which the native code of a package can't be loaded */
export function unsupportedPlatform (name: string, cause: unknown): UnsupportedPlatformError {
  const platform = `${os.platform()}-${os.arch()}${isMusl() ? ' with musl' : ''}`

  return new UnsupportedPlatformError(`${name} has no native code for ${platform}: groupcall runs on ${PLATFORMS}. If this is one of them, install it again, with optional dependencies.`, { cause })
}

/** The names of the C library aren't in `os`, and binaries for glibc don't load with musl (Alpine) */
function isMusl (): boolean {
  if (os.platform() !== 'linux') {
    return false
  }

  // or it would look up the names of all connections
  Object.assign(process.report, { excludeNetwork: true })
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }

  return header?.glibcVersionRuntime == null
}
