/** Default texts of notices during a call, by name; the page translates them */
const MESSAGES = {
  'VersionNotice:newer-version': 'You need a newer version of groupcall to talk to this person.',
  'VersionNotice:older-version': 'This person needs a newer version of groupcall to talk to you.',
  SeparateCallError: 'There is another call of this group. Together you would be too many, so both calls stay separate.',
  TakeoverNotice: 'You were in this call somewhere else. That session has left, and you are here now.',
  TwoRostersError: 'Two owners changed the members of this group at the same time, and only one change counts. Check the members, and make the missing change again.',
  UnstoredNotice: 'This browser can\'t store anything for this site, so it forgets this group and the people in it when you close the page.',
  VisitNotice: 'This browser can\'t store anything for this site, so you have a new key, for this visit only.',
  UnrelatedRosterError: 'Others have a member list that doesn\'t continue yours. Ask an owner for a new invite, forget this group, and join again.'
}

/** Returns an error with a name, to be shown as a problem */
export function callNotice (name: keyof typeof MESSAGES): Error {
  return Object.assign(new Error(MESSAGES[name]), { name })
}
