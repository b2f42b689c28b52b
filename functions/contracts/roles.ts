/** customer: orders and pays. staff: catalog, stock, deposits for others, reads any order. oncall: redrive, registry. */
export const ROLES = ['customer', 'staff', 'oncall'] as const;
export type Role = (typeof ROLES)[number];

export const isStaff = ({ roles }: { roles: readonly Role[] }): boolean => roles.includes('staff');
