package ssh

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"charm.land/ssh"

	"localiq/core"
	"localiq/tui"
)

// route is what somebody gets: the screen, a verb, or lines.
func (s *Server) route(ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		n := sessionOf(sess)
		_, sizes, _ := sess.Pty()
		if !n.screen {
			go drain(sizes)
		}
		hub, no := s.gate.Seat(n.login())
		if no != nil {
			refuse(sess, no.Error())
			return
		}
		own, code, err := signed{hub, n}, 0, error(nil)
		switch {
		case n.screen:
			err = s.console(sess, own)
		case sess.RawCommand() != "":
			code, err = s.verb(sess, own)
		default:
			err = s.lines(sess, own)
		}
		if e, ok := errors.AsType[ended](context.Cause(n.c.ctx)); ok {
			err = e
		}
		if err != nil {
			fmt.Fprintln(sess.Stderr(), "localiq:", err)
			code = max(code, 1)
		}
		_ = sess.Exit(code)
	}
}

// drain keeps the library from waiting for somebody who looks at sizes.
func drain(sizes <-chan ssh.Window) {
	for range sizes {
	}
}

// console is the screen, until somebody leaves it, the session is ended, or nobody types any more. The
// terminal is given back as it was in each case, as far as it reads.
func (s *Server) console(sess ssh.Session, hub signed) error {
	t, sizes, _ := sess.Pty()
	n := hub.n
	ctx, stop := context.WithCancel(n.c.ctx)
	defer stop()
	go s.minded(ctx, n)
	resized := make(chan tui.Size, 1)
	go func() {
		for w := range sizes {
			select {
			case <-resized:
			default:
			}
			resized <- tui.Size{Width: w.Width, Height: w.Height}
		}
	}()
	return tui.Run(ctx, hub, tui.Options{In: typing{sess, n}, Out: onlyWriter{sess}, Env: environ(sess, t.Term), Width: t.Window.Width, Height: t.Window.Height,
		Resized: resized, Origin: core.FromSSH, Who: n.Name, As: n.Person, Role: n.Role, Key: n.Key, Display: n.draws})
}

// onlyWriter hides the rest of a session from whoever would close it.
type onlyWriter struct{ io.Writer }

// environ is of the client's side. SSH_TTY keeps the screen from asking a terminal questions before it
// is ours: one that does not know them prints them.
func environ(sess ssh.Session, term string) []string {
	return append(sess.Environ(), "TERM="+term, "SSH_TTY=/dev/pts/hub")
}

// minded ends a session at which nobody types.
func (s *Server) minded(ctx context.Context, n *session) {
	for {
		left := s.Idle - time.Duration(time.Now().UnixNano()-n.typed.Load())
		if left <= 0 {
			n.end("nobody has typed for "+core.SayDuration(s.Idle), s.Limits.Grace)
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(left):
		}
	}
}
