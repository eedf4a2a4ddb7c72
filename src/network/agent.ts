/**
 * What every peer calls itself to its neighbours, by identify. libp2p's own words
 * name the version of Node, or all that a browser says of itself and its system:
 * that would tell machines apart, and follow one from session to session.
 */
export const AGENT = 'groupcall'
