package ssh

import (
	"context"
	"errors"
	"net"

	"charm.land/ssh"
	"golang.org/x/sync/errgroup"
)

// serving is the time in which somebody listens; nil: nobody does.
type serving struct {
	*Server
	ln   net.Listener
	lib  *ssh.Server
	over chan struct{}
}

// listen serves until it is stopped, or its listener fails.
func (s *Server) listen(ctx context.Context, g *errgroup.Group, known bool) (_ *serving, err error) {
	defer func() {
		if err != nil {
			s.closed(err.Error())
		}
	}()
	host, err := hostKey(s.HostKey, known)
	if err != nil {
		return nil, err
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.Addr)
	if err != nil {
		return nil, err
	}
	lib, err := s.server(host)
	if err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	s.mu.Lock()
	s.ln, s.host, s.why = ln, host, ""
	s.mu.Unlock()
	s.Log.Info("the console is served over SSH", "address", ln.Addr(), "host key", fingerprint(host))
	v := &serving{s, ln, lib, make(chan struct{})}
	g.Go(func() error {
		defer close(v.over)
		_ = lib.Serve(s.door.Guard(ln)) // what became of it is seen by its end
		return nil
	})
	return v, nil
}

// unlessOver is nil where the listener has failed: then another is opened.
func (v *serving) unlessOver() *serving {
	if v == nil {
		return nil
	}
	select {
	case <-v.over:
		v.stop("the network went away")
		return nil
	default:
		return v
	}
}

// stop has everybody leave, and waits for it. The listener is closed here as well: the library forgets
// one that it has not begun to serve.
func (v *serving) stop(why string) {
	if v == nil {
		return
	}
	_ = v.ln.Close()
	v.book.endAll(why)
	v.book.wait(v.Limits.Grace)
	_ = v.lib.Close()
	<-v.over
}
