/** Staff roles: 审核 reviewer, 财务 finance, 系统管理员 systemAdmin. A system admin may do what the others may. */
export const staffRoles = ['reviewer', 'finance', 'systemAdmin'] as const
export type StaffRole = (typeof staffRoles)[number]
