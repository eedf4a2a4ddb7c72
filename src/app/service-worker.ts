/**
 * Caches the page's files, so that it opens without a network and can show what is
 * wrong. Nothing of a call passes through here.
 */

import { cacheModeFor, strategyFor } from './worker/strategy.ts'

/** The part of a service worker's scope that is used here, because TypeScript's types of pages and workers exclude each other */
interface WorkerScope {
  registration: { scope: string }
  clients: { claim(): Promise<void>, matchAll(options: { type: 'window' }): Promise<Array<{ focus(): Promise<unknown> }>> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: { waitUntil(done: Promise<unknown>): void }) => void): void
  addEventListener(type: 'notificationclick', listener: (event: { notification: Notification, waitUntil(done: Promise<unknown>): void }) => void): void
  addEventListener(type: 'fetch', listener: (event: { request: Request, respondWith(response: Promise<Response>): void }) => void): void
}

/** Filled in by the build */
declare const __FILES__: string[]
declare const __VERSION__: string

const PREFIX = 'groupcall-'
const CACHE = `${PREFIX}${__VERSION__}`
const scope = globalThis as unknown as WorkerScope

scope.addEventListener('install', event => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE)
    await cache.addAll(['./', ...__FILES__].map(path => new Request(path, { cache: cacheModeFor(path) })))
    await scope.skipWaiting()
  })())
})

scope.addEventListener('activate', event => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter(name => name.startsWith(PREFIX) && name !== CACHE)
    await Promise.all(old.map(async name => caches.delete(name)))
    await scope.clients.claim()
  })())
})

scope.addEventListener('fetch', event => {
  const { request } = event
  const strategy = strategyFor(request, scope.registration.scope)

  if (strategy === 'cache-first') {
    event.respondWith(fromCache(request).then(async response => response ?? fetch(request)))
  } else if (strategy === 'network-first') {
    event.respondWith(fetch(request).catch(async (err: Error) => {
      const response = await fromCache(request)

      if (response == null) {
        throw err
      }

      return response
    }))
  }
})

scope.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(scope.clients.matchAll({ type: 'window' }).then(async ([page]) => page?.focus()))
})

async function fromCache (request: Request): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(request, { ignoreSearch: true })
}
