if (customElements.get('gc-call-screen') == null) {
  customElements.define('gc-call-screen', class extends HTMLElement {})
}
