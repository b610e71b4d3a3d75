/** The texts of spec/schema.md that are a datetime, as a pattern of JSON Schema: for others to run. */
export function datetimePattern(zoned: boolean): string {
  const leapYears =
    '16(?:88|92|96)|(?:17|18|19|21)(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26])|22(?:0[48]|[24][048]|[13][26]|52)'
  const years = '168[5-9]|169[0-9]|1[7-9][0-9]{2}|2[01][0-9]{2}|22[0-4][0-9]|225[0-4]'
  const days =
    '(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])'
  const date = `(?:(?:${years})-(?:${days})|(?:${leapYears})-02-29)`
  const hourAndMinute = '(?:[01][0-9]|2[0-3]):[0-5][0-9]'
  const time = `[Tt ]${hourAndMinute}(?::[0-5][0-9](?:\\.[0-9]{1,6}0*)?)?`
  const offset = '(?:[Zz]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)'
  return zoned ? `^${date}${time}${offset}$` : `^${date}(?:${time})?$`
}
