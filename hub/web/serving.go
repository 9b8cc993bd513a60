package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// serving is the time in which somebody listens; nil: nobody does.
type serving struct {
	s    *Server
	ln   net.Listener
	http *http.Server
	end  context.CancelFunc // of streams
	over chan struct{}
}

// goodbyeWait is for requests under way when nobody is served any more.
const goodbyeWait = 5 * time.Second

// listen serves until it is stopped, or its listener fails.
func (s *Server) listen(ctx context.Context) (_ *serving, err error) {
	defer func() {
		if err != nil {
			s.closed(err.Error())
		}
	}()
	ca, err := OpenAuthority(s.KeyFile, s.gate.ID(), s.gate.Known())
	if err != nil {
		return nil, err
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.Addr)
	if err != nil {
		return nil, err
	}
	streams, end := context.WithCancel(context.Background())
	s.ca.Store(ca)
	v := &serving{s: s, ln: ln, end: end, over: make(chan struct{}),
		http: s.server(&plate{id: s.gate.ID(), ca: ca, now: time.Now, addrs: addresses}, streams.Done())}
	s.mu.Lock()
	s.addr, s.why = ln.Addr().String(), ""
	s.mu.Unlock()
	s.Log.Info("the API is served over HTTPS", "address", ln.Addr(), "fingerprint", ca.Fingerprint())
	go func() {
		defer close(v.over)
		_ = v.http.ServeTLS(porch{ln, s.door}, "", "") // what became of it is seen by its end
	}()
	return v, nil
}

// unlessOver is nil where the listener has failed: then another is opened.
func (v *serving) unlessOver() *serving {
	if v == nil {
		return nil
	}
	select {
	case <-v.over:
		v.stop()
		return nil
	default:
		return v
	}
}

// stop ends streams at once, gives requests under way 5 s, and waits.
func (v *serving) stop() {
	if v == nil {
		return
	}
	v.end()
	bye, cancel := context.WithTimeout(context.Background(), goodbyeWait)
	defer cancel()
	if err := v.http.Shutdown(bye); errors.Is(err, context.DeadlineExceeded) {
		_ = v.http.Close()
	}
	_ = v.ln.Close()
	<-v.over
	v.s.closed("it has stopped")
}
