/** Files that a page loads when it filters a voice; builds put them beside this one */
export const VOICE_ASSETS = {
  worklet: new URL('./voice-worklet.bundle.js', import.meta.url).href,
  noise: new URL('./rnnoise.wasm', import.meta.url).href
}
