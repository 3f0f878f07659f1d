export const nothing = 'this file declares no suite'
