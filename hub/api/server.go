package api

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"localiq/core"
)

const (
	maxBody     = 8 << 20 // a site file of 10,000 people with ids and tags is about 3 MiB, in base64 4
	maxHeader   = 16 << 10
	headerWait  = 5 * time.Second
	bodyWait    = 30 * time.Second
	writeWait   = 30 * time.Second // a reader that takes nothing for so long is let go
	goodbyeWait = 5 * time.Second  // for wishes under way when the hub stops
)

// Serve answers on the socket until ctx ends. Then streams end at once and wishes under way are
// given 5 s. It returns nil after a stop that was asked for.
func Serve(ctx context.Context, socket string, seats Seats) error {
	ln, err := listen(socket)
	if err != nil {
		return err
	}
	return serve(ctx, ln, seats)
}

func serve(ctx context.Context, ln net.Listener, seats Seats) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &http.Server{
		Handler:           Routes(seats, ctx.Done()),
		ReadHeaderTimeout: headerWait,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          log.New(io.Discard, "", 0), // a broken connection is the client's to report
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		bye, cancel := context.WithTimeout(context.WithoutCancel(ctx), goodbyeWait)
		defer cancel()
		stopped <- errors.Join(s.Shutdown(bye), s.Close())
	}()
	err := s.Serve(ln)
	if !errors.Is(err, http.ErrServerClosed) {
		ln.Close()
		return err
	}
	if err := <-stopped; err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// caught makes a panic an answer: one bad request must not cost the others their hub.
func caught(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				fail(w, core.Errorf(core.CodeInternal, "the hub could not answer this request: %v", p).Advise("please report it"))
			}
		}()
		h.ServeHTTP(w, r)
	})
}

// until is r with a context that ends when the hub stops, too.
func until(r *http.Request, stop <-chan struct{}) *http.Request {
	ctx, cancel := context.WithCancel(r.Context())
	go func() {
		defer cancel()
		select {
		case <-stop:
		case <-ctx.Done(): // the server ends it when the handler returns
		}
	}()
	return r.WithContext(ctx)
}
