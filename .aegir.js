/** @type {import('aegir').PartialOptions} */
export default {
  build: {
    bundle: false
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
