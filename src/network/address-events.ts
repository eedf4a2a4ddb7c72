/** Events after which this peer may have other addresses: a relay reservation is announced by the first at once, and by the second a second later */
export const ADDRESS_EVENTS = ['transport:listening', 'self:peer:update'] as const
