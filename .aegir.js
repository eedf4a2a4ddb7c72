/** @type {import('aegir').PartialOptions} */
export default {
  build: {
    bundle: false
  },
  dependencyCheck: {
    // the examples import this package by its name
    ignore: ['groupcall'],
    productionIgnorePatterns: ['/benchmark', '/benchmarks', '/dist', '/test', '/scripts', '/examples', '.aegir.js']
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
