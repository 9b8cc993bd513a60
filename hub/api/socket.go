package api

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// longest is what sun_path holds on every system that we build for, less the final zero.
const longest = 103

// ErrOwned: another hub serves this socket.
var ErrOwned = errors.New("another hub serves this socket")

// listen makes the socket, mode 0600 from its first moment: it is bound in a directory that
// only we can enter, and moved to its place when its mode is right. That leaves the process's
// umask alone, which other goroutines depend on.
//
// A file lock beside the socket keeps two hubs that start at once from taking each other's for
// stale. What the lock does not tell (a hub that was started otherwise) dialling does: only a
// socket on which nobody answers is removed.
func listen(path string) (net.Listener, error) {
	if len(path) > longest {
		return nil, fmt.Errorf("api: the socket's path is %d bytes long and the system takes %d: choose a shorter one with --socket", len(path), longest)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("api: socket: %w", err)
	}
	own, err := lockFile(path)
	if err != nil {
		return nil, err
	}
	if err := removeStale(path); err != nil {
		own.Close()
		return nil, err
	}
	ln, err := bind(path)
	if err != nil {
		own.Close()
		return nil, fmt.Errorf("api: socket %s: %w", path, err)
	}
	return &listener{Listener: ln, path: path, own: own}, nil
}

// lockFile is held for as long as the socket is served. The file stays: removing it would let
// two processes hold a lock of that name.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("api: socket: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		return nil, owned(path)
	}
	return f, nil
}

func owned(path string) error {
	return fmt.Errorf("api: %s: %w: stop it first, or choose another with --socket", path, ErrOwned)
}

func removeStale(path string) error {
	st, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("api: socket: %w", err)
	case st.Mode().Type() != os.ModeSocket:
		return fmt.Errorf("api: %s is there and is not a socket: move it away, or choose another with --socket", path)
	}
	c, err := net.DialTimeout("unix", path, time.Second)
	if err == nil {
		c.Close()
		return owned(path)
	}
	if !errors.Is(err, unix.ECONNREFUSED) {
		return fmt.Errorf("api: cannot tell whether a hub serves %s: %w", path, err)
	}
	return os.Remove(path)
}

func bind(path string) (_ net.Listener, err error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	closed := filepath.Join(dir, "s")
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: closed, Net: "unix"})
	if err != nil {
		return nil, err
	}
	ln.SetUnlinkOnClose(false) // it moves, and closing would look for the old name
	if err = os.Chmod(closed, 0o600); err == nil {
		err = os.Rename(closed, path)
	}
	if err != nil {
		ln.Close()
		return nil, err
	}
	return ln, nil
}

// listener takes the socket's file away when it closes, and then lets go of the lock.
type listener struct {
	net.Listener
	path string
	own  *os.File
	once sync.Once
}

func (l *listener) Close() error {
	err := l.Listener.Close()
	l.once.Do(func() {
		os.Remove(l.path)
		l.own.Close()
	})
	return err
}
