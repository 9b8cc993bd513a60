package ssh

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"

	"localiq/core"
	"localiq/core/sshkey"
)

// session is somebody who is in.
type session struct {
	core.SessionNow
	wire   []byte // the key that they proved
	screen bool   // a screen; a verb may be called as How calls one
	draws  core.Display
	c      *channel
	typed  atomic.Int64 // when last, ns
	over   chan struct{}
}

// book is who is in.
type book struct {
	mu  sync.Mutex
	all map[string]*session
}

// enter is nil when there are as many screens as there may be.
func (b *book) enter(n *session, screens int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all == nil {
		b.all = map[string]*session{}
	}
	open := 0
	for _, o := range b.all {
		if o.screen {
			open++
		}
	}
	if n.screen && open >= screens {
		return false
	}
	b.all[n.ID] = n
	return true
}

func (n *session) login() core.Login {
	return core.Login{Key: n.Key, Person: n.Person, Name: n.Name, Role: n.Role}
}

func (b *book) leave(n *session) {
	b.mu.Lock()
	delete(b.all, n.ID)
	b.mu.Unlock()
	close(n.over)
}

func (b *book) list() []*session {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []*session
	for _, n := range b.all {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b *session) int { return cmp.Or(cmp.Compare(a.Since, b.Since), strings.Compare(a.ID, b.ID)) })
	return out
}

func (b *book) endAll(why string) {
	for _, n := range b.list() {
		n.end(why, 0)
	}
}

// wait until everybody has left, or for so long.
func (b *book) wait(most time.Duration) {
	late := time.After(most)
	for _, n := range b.list() {
		select {
		case <-n.over:
		case <-late:
			return
		}
	}
}

// ended is why a session is over that its person did not leave.
type ended string

func (e ended) Error() string { return string(e) }

// end has a session tell its person why, and hangs up on one that does not take it. grace 0: whoever
// calls does that.
func (n *session) end(why string, grace time.Duration) {
	n.c.end(ended(why))
	if grace > 0 {
		time.AfterFunc(grace, func() {
			select {
			case <-n.over:
			default:
				n.c.visitor.Close()
			}
		})
	}
}

// Sessions are those who are in, the longest first.
func (s *Server) Sessions() []core.SessionNow {
	out, now := []core.SessionNow{}, time.Now().UnixNano()
	for _, n := range s.book.list() {
		is := n.SessionNow
		is.Idle = now - n.typed.Load()
		out = append(out, is)
	}
	return out
}

// End throws a session out at once.
func (s *Server) End(id, why string) bool {
	for _, n := range s.book.list() {
		if n.ID == id {
			n.end(why, s.Limits.Grace)
			return true
		}
	}
	return false
}

// review ends the sessions of those who may be in no longer, or not as what they came in as.
func (s *Server) review() {
	for _, n := range s.book.list() {
		switch is, err := s.gate.Login(n.wire); {
		case err != nil && err.Code == core.CodeUnauthorized:
			n.end("the key was taken away", s.Limits.Grace)
		case err != nil:
			n.end(err.Text, s.Limits.Grace)
		case is.Person != n.Person || is.Role != n.Role || is.Key != n.Key:
			n.end("your role on this site has changed: come in again", s.Limits.Grace)
		}
	}
}

const (
	asScreen = "screen"
	asLines  = "lines"
)

// record is the way in: whose key it is, said now and not when it was proved; who is here; and both ends
// as events.
func (s *Server) record(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		c := channelOf(sess)
		n := &session{wire: []byte(c.conn.Permissions.Extensions[provedKey]), c: c, over: make(chan struct{})}
		login, err := s.gate.Login(n.wire)
		if err != nil {
			refuse(sess, err.Error())
			return
		}
		now := time.Now().UnixNano()
		n.SessionNow = core.SessionNow{ID: strings.ToLower(rand.Text()[:6]), Key: login.Key, Person: login.Person, Name: login.Name, Role: login.Role,
			From: c.visitor.host(), How: how(sess), Since: now}
		n.draws = login.Display
		n.screen = sess.RawCommand() == "" && n.How == asScreen
		n.typed.Store(now)
		if !s.book.enter(n, s.Limits.Consoles) {
			refuse(sess, fmt.Sprintf("%d consoles are open already: leave one, or use a verb (ssh … status)", s.Limits.Consoles))
			return
		}
		defer s.book.leave(n)
		s.opened(n)
		defer s.told(n)
		sess.Context().SetValue(sessionKey{c}, n)
		next(sess)
	}
}

type sessionKey struct{ c *channel }

func sessionOf(sess ssh.Session) *session {
	return sess.Context().Value(sessionKey{channelOf(sess)}).(*session)
}

// tellWithin is how long a session waits for a busy hub to take down that it begins or ends.
const tellWithin = 5 * time.Second

func (s *Server) opened(n *session) {
	ctx, cancel := context.WithTimeout(n.c.ctx, tellWithin)
	defer cancel()
	s.gate.Tell(ctx, core.SessionOpened{Session: n.ID, Key: n.Key, Person: n.Person, From: n.From, How: n.How,
		Client: sshkey.Clean(strings.TrimPrefix(string(n.c.conn.ClientVersion()), "SSH-2.0-"), 40)})
}

func (s *Server) told(n *session) {
	why := ""
	if cause := context.Cause(n.c.ctx); cause != nil {
		why = "the client was gone"
		if e, ok := errors.AsType[ended](cause); ok {
			why = string(e)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), tellWithin)
	defer cancel()
	s.gate.Tell(ctx, core.SessionEnded{Session: n.ID, Key: n.Key, Person: n.Person, From: n.From, Why: why, For: time.Duration(time.Now().UnixNano() - n.Since)})
}

// how is what a session is for, in a word that may be kept: what a command line says besides its verb
// may be a secret.
func how(sess ssh.Session) string {
	if sess.RawCommand() != "" {
		if args, err := words(sess.RawCommand()); err == nil && len(args) > 0 && plainWord.MatchString(args[0]) {
			return args[0]
		}
		return "a verb"
	}
	if t, _, is := sess.Pty(); is && t.Term != "dumb" {
		return asScreen
	}
	return asLines
}

func refuse(sess ssh.Session, why string) {
	fmt.Fprintln(sess.Stderr(), "localiq:", why)
	_ = sess.Exit(1)
}

// typing is what somebody sends, and remembers when.
type typing struct {
	io.Reader
	n *session
}

func (t typing) Read(b []byte) (int, error) {
	n, err := t.Reader.Read(b)
	if n > 0 {
		t.n.typed.Store(time.Now().UnixNano())
	}
	return n, err
}
