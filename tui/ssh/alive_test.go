package ssh

import (
	"net"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// mute is a connection whose client is gone without a word: nothing that it says arrives any more.
type mute struct {
	net.Conn
	gone atomic.Bool
}

func (m *mute) Write(b []byte) (int, error) {
	if m.gone.Load() {
		return len(b), nil
	}
	return m.Conn.Write(b)
}

// TestDeadClientLosesItsSeat [tui 5.2]: what we write keeps nobody alive who does not answer, and who answers
// stays.
func TestDeadClientLosesItsSeat(t *testing.T) {
	t.Parallel()
	r := start(t, nil, func(c *Config) { c.Limits.Alive = time.Second })
	under := &mute{Conn: knocks(t, r.addr())}
	conn, chans, asked, err := gossh.NewClientConn(under, "", &gossh.ClientConfig{User: "whoever",
		Auth: []gossh.AuthMethod{gossh.PublicKeys(r.ana)}, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	_, dead := r.screen(gossh.NewClient(conn, chans, asked))
	_, alive := r.screen(r.in())
	r.until("both are shown the site", func() bool { return dead.has("Office") && alive.has("Office") })
	under.gone.Store(true)
	r.until("one seat is free", func() bool { return len(r.Sessions()) == 1 })
	if alive.has("\x1b[?1049l") {
		t.Error("it was the seat of who answers")
	}
}

// TestWhoAsksForNothingIsHungUpOn: a key that counts does not keep a place for nothing.
func TestWhoAsksForNothingIsHungUpOn(t *testing.T) {
	t.Parallel()
	r := start(t, nil, func(c *Config) { c.Limits.Lonely = 100 * time.Millisecond })
	if err := r.in().Wait(); err == nil {
		t.Error("it left by itself")
	}
}

// TestNoConnectionLastsForEver, whatever goes on on it.
func TestNoConnectionLastsForEver(t *testing.T) {
	t.Parallel()
	r := start(t, nil, func(c *Config) { c.Limits.Longest = 500 * time.Millisecond })
	s, _ := r.screen(r.in())
	s.Wait()
	r.until("nobody is left", func() bool { return len(r.Sessions()) == 0 })
}
