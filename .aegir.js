/** @type {import('aegir').PartialOptions} */
export default {
  build: {
    bundle: false
  },
  dependencyCheck: {
    // the examples import this package by its name, and the bundled command what libp2p imports
    ignore: ['groupcall', 'node-datachannel'],
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
