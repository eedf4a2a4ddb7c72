/** @type {import('aegir').PartialOptions} */
export default {
  build: {
    bundle: false
  },
  dependencyCheck: {
    // the examples import this package by its name, the bundled command imports what libp2p
    // does, and native WebRTC is loaded when it is needed
    ignore: ['groupcall', 'node-datachannel', '@roamhq/wrtc'],
    productionIgnorePatterns: ['/bench', '/benchmark', '/benchmarks', '/dist', '/test', '/scripts', '/examples', '.aegir.js']
  },
  lint: {
    files: [
      '*.{js,ts}',
      'src/**/*.{js,ts}',
      'keys/**/*.{js,ts}',
      'bootstrap/**/*.{js,ts}',
      'test/**/*.{js,ts}',
      'bench/**/*.{js,ts}',
      'scripts/**/*.{js,ts}',
      '!**/pb/*.ts',
      '!dist/**'
    ]
  }
}
