package ssh

import (
	"context"
	"errors"
	"regexp"
	"slices"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

const (
	mostColumns, mostRows = 500, 200 // a screen larger than that costs gigabytes
	mostEnv               = 32
	longestCommand        = 4096
)

// channel is one session as the client asks for it. The library is given only what is left of that.
type channel struct {
	ctx     context.Context
	end     context.CancelCauseFunc
	conn    *gossh.ServerConn
	visitor *visitor
	env     int
	started bool // a shell or a verb
	pty     bool
}

var errLeft = errors.New("the client left")

// session serves one channel until it closes.
func (s *Server) session(srv *ssh.Server, conn *gossh.ServerConn, opening gossh.NewChannel, ctx ssh.Context) {
	v := visitorOf(ctx)
	if !v.takes(s.Limits.Channels) {
		_ = opening.Reject(gossh.ResourceShortage, "too many sessions on one connection")
		return
	}
	defer v.gives()
	v.mind(conn, s.Limits.Alive)
	c := &channel{conn: conn, visitor: v}
	c.ctx, c.end = context.WithCancelCause(ctx)
	defer c.end(errLeft)
	ssh.DefaultSessionHandler(srv, conn, narrowed{opening, c}, own{ctx, c})
}

// own is a connection's context with the channel's end.
type own struct {
	ssh.Context
	c *channel
}

func (o own) Done() <-chan struct{} { return o.c.ctx.Done() }
func (o own) Err() error            { return o.c.ctx.Err() }

func channelOf(s ssh.Session) *channel { return s.Context().(own).c }

// narrowed hands the library a channel whose requests were looked at.
type narrowed struct {
	gossh.NewChannel
	c *channel
}

func (n narrowed) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	ch, asked, err := n.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	out := make(chan *gossh.Request)
	go func() {
		defer close(out)
		defer n.c.end(errLeft) // the client closed it, or is gone
		for r := range asked {
			if n.c.passes(r) {
				out <- r
			} else if r.WantReply {
				_ = r.Reply(false, nil)
			}
		}
	}()
	return ch, out, nil
}

// passes says what of a client's wishes is heard, and makes it sane. What is not named here (agent,
// X11, subsystems, signals) is refused.
func (c *channel) passes(r *gossh.Request) bool {
	switch r.Type {
	case "env":
		c.env++
		return !c.started && c.env <= mostEnv && knownEnv(r.Payload)
	case "pty-req":
		if c.started || c.pty {
			return false
		}
		c.pty = saneTerminal(r)
		return c.pty
	case "window-change":
		return c.started && c.pty && saneWindow(r)
	case "shell", "exec":
		if c.started || len(r.Payload) > longestCommand {
			return false
		}
		c.started = true
		return true
	}
	return false
}

// The few names that mean something here: how the client's side writes, and whether it wants colours.
var envNames = []string{"LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "COLORTERM"}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9._:+@-]{0,64}$`)

func knownEnv(payload []byte) bool {
	var kv struct{ Name, Value string }
	return gossh.Unmarshal(payload, &kv) == nil && slices.Contains(envNames, kv.Name) && plainWord.MatchString(kv.Value)
}

// saneTerminal holds a terminal's size and name to what can be drawn. A name that is none is a
// terminal of which nothing is known.
func saneTerminal(r *gossh.Request) bool {
	var t struct {
		Term         string
		W, H, Xs, Ys uint32
		Modes        string
	}
	if gossh.Unmarshal(r.Payload, &t) != nil {
		return false
	}
	if t.Term == "" || !plainWord.MatchString(t.Term) {
		t.Term = "dumb"
	}
	t.W, t.H = sane(t.W, t.H)
	t.Xs, t.Ys, t.Modes = 0, 0, ""
	r.Payload = gossh.Marshal(&t)
	return true
}

func saneWindow(r *gossh.Request) bool {
	var w struct{ W, H, Xs, Ys uint32 }
	if gossh.Unmarshal(r.Payload, &w) != nil {
		return false
	}
	w.W, w.H = sane(w.W, w.H)
	w.Xs, w.Ys = 0, 0
	r.Payload = gossh.Marshal(&w)
	return true
}

func sane(w, h uint32) (uint32, uint32) {
	if w == 0 || h == 0 {
		return 80, 24
	}
	return min(w, mostColumns), min(h, mostRows)
}
