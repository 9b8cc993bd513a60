package store

import "syscall"

// room is how many bytes of the card are free to us; 0: nobody can tell.
func room(dir string) int64 {
	var st syscall.Statfs_t
	if syscall.Statfs(dir, &st) != nil {
		return 0
	}
	return int64(st.Bavail) * int64(st.Bsize)
}
