import type { NotificationsState } from '../model/state.ts'

/**
 * Returns whether notifications are shown
 *
 * @param wanted - by the user
 * @param permission - of the browser; absent if it has no notifications
 */
export function notificationsState (wanted: boolean, permission?: NotificationPermission): NotificationsState {
  if (permission == null) {
    return 'unsupported'
  }

  if (permission === 'denied') {
    return 'blocked'
  }

  return wanted && permission === 'granted' ? 'on' : 'off'
}

export function currentPermission (): NotificationPermission | undefined {
  return 'Notification' in globalThis ? Notification.permission : undefined
}

/** Asks the user; resolves to whether notifications may be shown */
export async function askPermission (): Promise<boolean> {
  return currentPermission() != null && await Notification.requestPermission() === 'granted'
}
