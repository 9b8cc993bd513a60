package radio

import "testing"

// Only what is of a file, and cannot be written to, is let go of.
func TestOnlyReadOnlyPagesAreDropped(t *testing.T) {
	for line, want := range map[string]uintptr{
		"00400000-00a00000 r-xp 00000000 08:01 123                        /usr/bin/localiq\n": 0x600000,
		"00a00000-00f00000 r--p 00600000 08:01 123                        /usr/bin/localiq\n": 0x500000,
		"00f00000-00f80000 rw-p 00b00000 08:01 123                        /usr/bin/localiq\n": 0,
		"7f0000000000-7f0000001000 r-xp 00000000 08:01 7                  /lib/libc.so.6\n":   0,
		"7f0000000000-7f0000001000 r--p 00000000 08:01 7                  /lib/libc.so.6\n":   0,
		"7f0000000000-7f0000002000 r--s 00000000 08:01 8                  /data/site.db\n":    0x2000,
		"7f0000000000-7f0000002000 rw-s 00000000 08:01 8                  /data/other.db\n":   0,
		"c000000000-c000400000 rw-p 00000000 00:00 0\n":                                       0,
		"7ffc0000-7ffd0000 r-xp 00000000 00:00 0                          [vdso]\n":           0,
		"zz-00a00000 r-xp 00000000 08:01 123                              /usr/bin/localiq\n": 0,
		"": 0,
	} {
		if _, size, ok := readOnly(line, "/usr/bin/localiq"); ok != (want > 0) || ok && size != want {
			t.Errorf("%q: %x, %t", line, size, ok)
		}
	}
	frugal() // and goes on
	if n := len(t.Name()); n == 0 {
		t.Error("the program lost its own text")
	}
}
