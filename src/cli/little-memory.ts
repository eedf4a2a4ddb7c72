import { setFlagsFromString } from 'node:v8'

/**
 * From now on V8 collects garbage instead of letting the heap grow. By itself it lets
 * 100 MiB lie when somebody sends as much as they can: twice what a call takes. Not
 * before a call is up, since everything until then takes a sixth longer with it.
 */
export function takeLittleMemory (): void {
  // read whenever V8 thinks of growing the heap
  setFlagsFromString('--optimize-for-size')
}
