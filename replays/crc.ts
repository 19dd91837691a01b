/** Eight tables of 256: what each byte does to the sum when 0 to 7 others follow it. */
const TABLES = makeTables()

function makeTables(): Int32Array {
  const tables = new Int32Array(256 * 8)
  for (let i = 0; i < 256; i++) {
    let r = i
    for (let bit = 0; bit < 8; bit++) r = (r >>> 1) ^ (-(r & 1) & 0xedb88320)
    tables[i] = r
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!
    tables[i] = tables[before & 0xff]! ^ (before >>> 8)
  }
  return tables
}

/**
 * The CRC-32 of ISO 3309 (as in gzip and MCAP), eight bytes at a time (Kounavis and Berry, "slicing by 8", 2005).
 *
 * @param before the sum of what came before; 0 for nothing
 * @returns 0 to 2³² - 1
 * @example
 * crc32(new TextEncoder().encode('123456789')) // 0xcbf43926
 */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length, before = 0): number {
  const t = TABLES
  let r = ~before
  let at = from
  for (const end = to - 7; at < end; at += 8) {
    r ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    r =
      t[0x700 | (r & 0xff)]! ^
      t[0x600 | ((r >>> 8) & 0xff)]! ^
      t[0x500 | ((r >>> 16) & 0xff)]! ^
      t[0x400 | (r >>> 24)]! ^
      t[0x300 | bytes[at + 4]!]! ^
      t[0x200 | bytes[at + 5]!]! ^
      t[0x100 | bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!
  }
  for (; at < to; at++) r = t[(r ^ bytes[at]!) & 0xff]! ^ (r >>> 8)
  return ~r >>> 0
}
