/** What stands in the place of somebody's name who was erased: in lists, on what the law keeps, and in the audit trail. */
export const erasedName = '已注销学员'

/** What strangers are told instead, where they check a number that stays. */
export const erasedMark = '已注销'
