import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { defaultKeyPath } from '../../keys/index.ts'

describe('default path of the key file', () => {
  const home = homedir()
  const paths: Array<[string, NodeJS.ProcessEnv, NodeJS.Platform, string]> = [
    ['in the home directory', {}, 'linux', join(home, '.config', 'groupcall', 'identity.json')],
    ['in the home directory of a Mac', {}, 'darwin', join(home, '.config', 'groupcall', 'identity.json')],
    ['in XDG_CONFIG_HOME', { XDG_CONFIG_HOME: '/x' }, 'linux', join('/x', 'groupcall', 'identity.json')],
    ['not in a relative XDG_CONFIG_HOME', { XDG_CONFIG_HOME: 'x' }, 'linux', join(home, '.config', 'groupcall', 'identity.json')],
    ['not in an empty XDG_CONFIG_HOME', { XDG_CONFIG_HOME: '' }, 'linux', join(home, '.config', 'groupcall', 'identity.json')],
    ['in GROUPCALL_HOME first', { GROUPCALL_HOME: '/g', XDG_CONFIG_HOME: '/x', APPDATA: '/a' }, 'win32', join('/g', 'identity.json')],
    ['not in an empty GROUPCALL_HOME', { GROUPCALL_HOME: '', XDG_CONFIG_HOME: '/x' }, 'linux', join('/x', 'groupcall', 'identity.json')],
    ['in APPDATA on Windows', { APPDATA: '/a' }, 'win32', join('/a', 'groupcall', 'identity.json')],
    ['on Windows without APPDATA', {}, 'win32', join(home, 'AppData', 'Roaming', 'groupcall', 'identity.json')],
    ['not in APPDATA elsewhere', { APPDATA: '/a' }, 'linux', join(home, '.config', 'groupcall', 'identity.json')]
  ]

  for (const [title, env, platform, expected] of paths) {
    it(`is ${title}`, () => {
      expect(defaultKeyPath(env, platform)).to.equal(expected)
    })
  }
})
