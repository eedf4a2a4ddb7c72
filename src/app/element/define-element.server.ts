/**
 * Twin of `define-element.ts` for servers, which have no elements: importing it does
 * nothing, so a component that uses `<group-call>` can be rendered there
 */
class ElementOnServer {
  constructor () {
    throw new Error('Only a browser has elements: create <group-call> there')
  }
}

export { ElementOnServer as GroupCallElement }
