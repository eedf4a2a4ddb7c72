import { View } from './view.ts'
import type { Size } from '../model/tile-layout.ts'
import type { PropertyDeclarations } from 'lit'

/** A part of the screen whose content depends on its size */
export abstract class MeasuredView extends View {
  static properties: PropertyDeclarations = { ...View.properties, size: { state: true } }

  /** In rem; `undefined` until it has been measured, before the first paint */
  declare size: Size | undefined

  private readonly observer = new ResizeObserver(([{ contentRect: { width, height } }]) => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    this.size = { width: width / rem, height: height / rem }
  })

  connectedCallback (): void {
    super.connectedCallback()
    this.observer.observe(this)
  }

  disconnectedCallback (): void {
    super.disconnectedCallback()
    this.observer.disconnect()
  }
}
