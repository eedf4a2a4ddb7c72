customElements.define('gc-name-form', class extends HTMLElement {})
