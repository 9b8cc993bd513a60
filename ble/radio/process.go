package radio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"time"
)

// Process is a radio process and the connection to it. Close ends the connection, which ends a
// healthy process; Kill ends any. Wait returns when it has ended and says why; it is called
// once, after Kill.
type Process interface {
	io.ReadWriteCloser
	Kill()
	Wait() error
}

// errKilled is of a process that somebody killed: a hand, or the kernel for want of memory.
var errKilled = errors.New("the process was killed from outside")

// Start makes a radio process, or a connection to one.
type Start func(ctx context.Context) (Process, error)

// dialWait is for reaching a radio that somebody else keeps alive.
const dialWait = 5 * time.Second

// Over is a radio at the far end of any stream, a repeater's for one. dial is called for each
// life; its context bounds the dialling alone, and its error is what people are told. Close has
// to make a Read and a Write that wait come back.
func Over(dial func(ctx context.Context) (io.ReadWriteCloser, error)) Start {
	return func(ctx context.Context) (Process, error) {
		ctx, cancel := context.WithTimeout(ctx, dialWait)
		defer cancel()
		c, err := dial(ctx)
		if err != nil {
			return nil, err
		}
		return remote{c}, nil
	}
}

// Dial reaches a radio process that somebody else keeps alive, at a unix socket.
func Dial(path string) Start {
	return Over(func(ctx context.Context) (io.ReadWriteCloser, error) {
		c, err := new(net.Dialer).DialContext(ctx, "unix", path)
		if err != nil {
			return nil, fmt.Errorf("radio: reach the radio at %s: %w", path, err)
		}
		return c, nil
	})
}

type remote struct{ io.ReadWriteCloser }

func (r remote) Kill()     { r.Close() }
func (remote) Wait() error { return nil }

// FromFD is the child's end of the connection that its parent left it, as `--fd 3`.
func FromFD(fd int) (io.ReadWriteCloser, error) {
	f := os.NewFile(uintptr(fd), "hub")
	if f == nil {
		return nil, fmt.Errorf("radio: no descriptor %d: this program is started by the hub", fd)
	}
	defer f.Close()
	c, err := net.FileConn(f)
	if err != nil {
		return nil, fmt.Errorf("radio: descriptor %d is no connection: this program is started by the hub: %w", fd, err)
	}
	return c, nil
}

// tail keeps the end of what a child prints: go-ble's noise, and the reason for a panic.
type tail struct {
	mu sync.Mutex
	b  []byte
}

const maxTail = 16 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if over := len(t.b) - maxTail; over > 0 {
		t.b = t.b[over:]
	}
	return len(p), nil
}

// lastWords is the line that says why it died; "" where there is none.
func (t *tail) lastWords() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for line := range strings.Lines(string(t.b)) {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
