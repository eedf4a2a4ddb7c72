/**
 * An object that is another one but for some of its members. It is how kad-dht gets
 * components with bounds around them, of which it knows nothing.
 */
export function override <T extends object> (target: T, members: Partial<T>): T {
  return new Proxy(target, {
    get: (target, name) => {
      if (Object.hasOwn(members, name)) {
        return members[name as keyof T]
      }

      const value: unknown = Reflect.get(target, name)

      // private members can be had through the object itself only
      return typeof value === 'function' ? value.bind(target) : value
    }
  })
}
