package radio

import (
	"context"
	"io"
	"net"
	"os"
)

// Listen waits for one hub at a unix socket that only this user may reach, and stops listening
// when it came: a radio serves one hub, and whoever started it starts it again. A socket that
// an earlier radio left behind is taken over.
func Listen(ctx context.Context, path string) (io.ReadWriteCloser, error) {
	if i, err := os.Lstat(path); err == nil && i.Mode()&os.ModeSocket != 0 {
		os.Remove(path)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, err
	}
	defer l.Close()
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, err
	}
	defer context.AfterFunc(ctx, func() { l.Close() })()
	return l.Accept()
}
