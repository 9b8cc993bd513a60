package radio

import (
	"os"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// dropText lets go of the pages of the program's own file that only its start has touched, most of
// them of rooms that a radio never enters. They are the file's, read-only, and come back one by one
// where they are needed after all.
func dropText() {
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
// a mapping of file that cannot be written to.
func readOnly(line, file string) (from, size uintptr, ok bool) {
	f := strings.Fields(line)
	if len(f) != 6 || f[5] != file || len(f[1]) != 4 || f[1][0] != 'r' || f[1][1] != '-' {
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
