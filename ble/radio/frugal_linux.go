package radio

import (
	"os"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// dropFiles lets go of the pages of files that this process only reads: the program's own, most of
// them of rooms that it does not enter again, and a database's. They are the files', and come back one
// by one where they are needed after all.
func dropFiles() {
	self, err := os.Executable()
	maps, err2 := os.ReadFile("/proc/self/maps")
	if err != nil || err2 != nil {
		return
	}
	for line := range strings.Lines(string(maps)) {
		if from, size, ok := readOnly(line, self); ok {
			unix.Syscall(unix.SYS_MADVISE, from, size, unix.MADV_DONTNEED)
		}
	}
}

// readOnly reads a line of /proc/self/maps: from-to, rights, offset, device, inode, path. ok is for
// a mapping that cannot be written to, of self, or of a file that is shared with it: what is private
// to this process may have been written to before, and would be lost.
func readOnly(line, self string) (from, size uintptr, ok bool) {
	f := strings.Fields(line)
	if len(f) != 6 || len(f[1]) != 4 || f[5] != self && (f[5][0] != '/' || f[1][3] != 's') || f[1][0] != 'r' || f[1][1] != '-' {
		return 0, 0, false
	}
	low, high, cut := strings.Cut(f[0], "-")
	a, okA := parseHex(low)
	b, okB := parseHex(high)
	return a, b - a, cut && okA && okB && a < b
}

func parseHex(s string) (uintptr, bool) {
	n, err := strconv.ParseUint(s, 16, int(8*unsafe.Sizeof(uintptr(0))))
	return uintptr(n), err == nil
}
