package nuki

// crc is CRC-CCITT: polynomial 0x1021, initial value 0xFFFF, not reflected, no final xor
// [API p.9]. On the air it stands little-endian.
func crc(b []byte) uint16 {
	c := uint16(0xFFFF)
	for _, v := range b {
		c ^= uint16(v) << 8
		for range 8 {
			if c&0x8000 != 0 {
				c = c<<1 ^ 0x1021
			} else {
				c <<= 1
			}
		}
	}
	return c
}
