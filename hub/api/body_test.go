package api

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
)

// one is a listener with one connection.
type one struct{ c chan net.Conn }

func (o one) Accept() (net.Conn, error) {
	if c, ok := <-o.c; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (o one) Close() error   { return nil }
func (o one) Addr() net.Addr { return &net.UnixAddr{} }

// TestTrickledBodyIsGivenUp: nobody holds a request open by not sending what it says, on any path.
func TestTrickledBodyIsGivenUp(t *testing.T) {
	for _, path := range []string{"/v1/ask", "/v1/locks/front/unlock", "/v1/alerts/ack"} {
		synctest.Test(t, func(t *testing.T) {
			h := newFake()
			ours, theirs := net.Pipe()
			l := one{make(chan net.Conn, 1)}
			l.c <- ours
			srv := &http.Server{Handler: Routes(func(*http.Request) (Hub, *core.Error) { return h, nil }, nil)}
			go srv.Serve(l)
			defer func() { theirs.Close(); close(l.c); srv.Close() }()
			began := time.Now()
			if _, err := io.WriteString(theirs, "POST "+path+" HTTP/1.1\r\nHost: box\r\nContent-Length: 9\r\n\r\n{"); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(theirs).ReadString('\n')
			if took := time.Since(began); err != nil || !strings.HasPrefix(line, "HTTP/1.1 400") || took != bodyWait {
				t.Errorf("%s: %q after %s, %v", path, line, took, err)
			}
		})
	}
}
