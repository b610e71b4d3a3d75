export const open = () => null
export const answer = (_, record) => record
