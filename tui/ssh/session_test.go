package ssh

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"localiq/core"
	"localiq/tui"
)

// screen is a client with a terminal; what it was shown is in the buffer.
func (r *rig) screen(c *gossh.Client) (*gossh.Session, *heard) {
	r.t.Helper()
	s, out := r.session(c), &heard{}
	s.Stdout, s.Stderr = out, out
	if _, err := s.StdinPipe(); err != nil {
		r.t.Fatal(err)
	}
	if err := s.RequestPty("xterm", 40, 120, nil); err != nil {
		r.t.Fatal(err)
	}
	if err := s.Shell(); err != nil {
		r.t.Fatal(err)
	}
	return s, out
}

type heard struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.String()
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.Write(b)
}

func (h *heard) has(text string) bool { return strings.Contains(h.String(), text) }

// TestRevokedKeyIsOutAtOnce: the screen says why, the terminal is given back, the session is over, and
// whoever has the key is not let in again. Another's session goes on.
func TestRevokedKeyIsOutAtOnce(t *testing.T) {
	r := start(t, nil, nil)
	ben := newKey(t)
	r.house.set(func() { r.house.keys[string(ben.PublicKey().Marshal())] = login("ben") })
	s, out := r.screen(r.in())
	_, bens := r.screen(r.in(gossh.PublicKeys(ben)))
	r.until("both are shown the site", func() bool { return out.has("Office") && bens.has("Office") })
	if n := len(r.Sessions()); n != 2 {
		t.Fatalf("%d sessions", n)
	}
	r.house.set(func() { delete(r.house.keys, string(r.ana.PublicKey().Marshal())) })
	if code := exitOf(s.Wait()); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if !out.has("\x1b[?1049l") || !out.has("the key was taken away") {
		t.Errorf("the last words: %q", out.String())
	}
	if c, err := r.dial(); err == nil {
		c.Close()
		t.Error("in again")
	}
	r.until("one is left", func() bool { return len(r.Sessions()) == 1 })
	if now := r.Sessions(); len(now) != 1 || now[0].Name != "ben" || now[0].How != asScreen || now[0].From != "127.0.0.1" {
		t.Errorf("%+v", now)
	}
}

// TestOtherRoleIsOut: what somebody may is not what they came in with.
func TestOtherRoleIsOut(t *testing.T) {
	r := start(t, nil, nil)
	s, out := r.screen(r.in())
	r.until("shown", func() bool { return out.has("Office") })
	r.house.set(func() {
		l := login("ana")
		l.Role = core.RoleUser
		r.house.keys[string(r.ana.PublicKey().Marshal())] = l
	})
	s.Wait()
	if !out.has("your role on this site has changed") {
		t.Errorf("%q", out.String())
	}
}

// TestSessionsAreEvents: both ends, who, from where, with what; and how one ended that was ended.
func TestSessionsAreEvents(t *testing.T) {
	r := start(t, nil, nil)
	if err := r.session(r.in()).Run("status --json"); err != nil {
		t.Fatal(err)
	}
	r.until("its two events", func() bool { return len(r.house.events()) == 2 }) // the client knows before it is told
	s, out := r.screen(r.in())
	r.until("shown", func() bool { return out.has("Office") })
	if r.End("nobody", "x") || !r.End(r.Sessions()[0].ID, "ended by an admin") {
		t.Error("kicked")
	}
	s.Wait()
	r.until("four events", func() bool { return len(r.house.events()) == 4 })
	want := []string{"opened status ana 127.0.0.1", "ended ", "opened screen ana 127.0.0.1", "ended ended by an admin"}
	for i, e := range r.house.events() {
		got := ""
		switch e := e.(type) {
		case core.SessionOpened:
			got = fmt.Sprintf("opened %s %s %s", e.How, strings.TrimPrefix(string(e.Person), "p-"), e.From)
			if e.Client != "Go" || e.Key != "c-ana" || e.Session == "" {
				t.Errorf("%+v", e)
			}
		case core.SessionEnded:
			got = "ended " + e.Why
		}
		if got != want[i] {
			t.Errorf("%q, want %q", got, want[i])
		}
	}
}

// TestEveryWishIsTheirs: a verb that claims to be the box, or somebody else, is neither.
func TestEveryWishIsTheirs(t *testing.T) {
	told := make(chan core.Told, 3)
	verb := func(ctx context.Context, h tui.Hub, _ core.Login, _ []string, _ io.Reader, _, _ io.Writer) int {
		for _, as := range []core.PersonID{"", "p-ana", "p-owner"} {
			told <- h.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI, Who: "the box", As: as, Request: "r"}, Wish: core.SyncTables{}})
		}
		return 0
	}
	r := start(t, verb, nil)
	if err := r.session(r.in()).Run("x"); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if got := <-told; (got.Error == nil) != (i < 2) {
			t.Errorf("%d: %v", i, got.Error)
		}
	}
	for _, a := range r.house.asked {
		if a.Origin != (core.Origin{Kind: core.FromSSH, Who: "127.0.0.1", As: "p-ana", Request: "r"}) {
			t.Errorf("%+v", a.Origin)
		}
	}
	if len(r.house.asked) != 2 {
		t.Errorf("%d wishes", len(r.house.asked))
	}
}

// TestVerbIsNoScreen, whatever it is called, and however many screens there are.
func TestVerbIsNoScreen(t *testing.T) {
	r := start(t, nil, func(c *Config) { c.Limits.Consoles = 1 })
	_, out := r.screen(r.in())
	r.until("shown", func() bool { return out.has("Office") })
	for _, verb := range []string{"console", "screen", "lines"} {
		if got, err := r.session(r.in()).Output(verb); err != nil || string(got) != verb+"\n" {
			t.Errorf("%s: %q %v", verb, got, err)
		}
	}
}

// TestVerbGetsItsInputOutputAndExitCode.
func TestVerbGetsItsInputOutputAndExitCode(t *testing.T) {
	verb := func(_ context.Context, _ tui.Hub, who core.Login, args []string, in io.Reader, out, errs io.Writer) int {
		b, _ := io.ReadAll(in)
		fmt.Fprintf(out, "%s %q %s\n", who.Name, args, b)
		fmt.Fprintln(errs, "beside")
		return 3
	}
	r := start(t, verb, nil)
	s := r.session(r.in())
	var out, errs bytes.Buffer
	s.Stdin, s.Stdout, s.Stderr = strings.NewReader("a file"), &out, &errs
	if code := exitOf(s.Run(`explain --who "Ana Novak" 'a b'`)); code != 3 {
		t.Errorf("exit code %d", code)
	}
	if out.String() != "ana [\"explain\" \"--who\" \"Ana Novak\" \"a b\"] a file\n" || errs.String() != "beside\n" {
		t.Errorf("%q %q", out.String(), errs.String())
	}
	if code := exitOf(r.session(r.in()).Run(`explain "open`)); code != 2 {
		t.Errorf("a quotation mark that is missing: %d", code)
	}
}

// TestLinesAreForThoseWhoHear: without a terminal, or on one of which nothing is known, no byte that is
// not a letter to be read; lines that are typed ahead are verbs in their turn.
func TestLinesAreForThoseWhoHear(t *testing.T) {
	for _, term := range []string{"", "dumb"} {
		r := start(t, nil, nil)
		s := r.session(r.in())
		out := &heard{}
		typed := "doors --all\n\nevents\n\"open\nhelp\nquit\nnever\n"
		if term != "" {
			typed = strings.ReplaceAll(typed, "\n", "\r")
		}
		s.Stdin, s.Stdout, s.Stderr = strings.NewReader(typed), out, out
		if term != "" {
			if err := s.RequestPty(term, 24, 80, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Shell(); err != nil {
			t.Fatal(err)
		}
		if err := s.Wait(); err != nil {
			t.Error(err)
		}
		got := strings.ReplaceAll(out.String(), "\r\n", "\n")
		if !strings.HasPrefix(got, "Local IQ. You are ana, owner.\n") ||
			term == "" && !strings.HasSuffix(got, "\ndoors\n--all\nevents\na quotation mark is missing\n--help\n") || !strings.Contains(got, "--all\n") {
			t.Errorf("%s: %q", term, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f }) {
			t.Errorf("%s: something that is no letter: %q", term, got)
		}
	}
}

// TestClientThatNeverReadsDelaysNobody: its verb is stuck in a write, by what fits into its window, and
// the hub goes on with everybody else; ending it ends it.
func TestClientThatNeverReadsDelaysNobody(t *testing.T) {
	var stuck atomic.Bool
	began, freed := make(chan struct{}), make(chan error, 1)
	verb := func(_ context.Context, _ tui.Hub, _ core.Login, args []string, _ io.Reader, out, _ io.Writer) int {
		if args[0] != "flood" {
			fmt.Fprintln(out, "done")
			return 0
		}
		stuck.Store(true)
		close(began)
		_, err := out.Write(make([]byte, 64<<20)) // far more than a window holds
		stuck.Store(false)
		freed <- err
		return 0
	}
	r := start(t, verb, nil)
	s := r.session(r.in())
	if _, err := s.StdoutPipe(); err != nil { // that nobody reads
		t.Fatal(err)
	}
	if err := s.Start("flood"); err != nil {
		t.Fatal(err)
	}
	<-began
	for range 20 { // the hub's changes are looked at, and others are served
		r.house.change <- nil
		if out, err := r.session(r.in()).Output("status"); err != nil || string(out) != "done\n" {
			t.Fatalf("%q %v", out, err)
		}
	}
	if !stuck.Load() {
		t.Fatal("it was never stuck: this test asks nothing")
	}
	r.End(r.Sessions()[0].ID, "ended by an admin")
	if err := <-freed; err == nil {
		t.Error("the write went through")
	}
}

// TestPanicEndsOneSession and nothing else.
func TestPanicEndsOneSession(t *testing.T) {
	verb := func(_ context.Context, _ tui.Hub, _ core.Login, args []string, _ io.Reader, _, _ io.Writer) int {
		if args[0] == "panic" {
			panic("on purpose")
		}
		return 0
	}
	r := start(t, verb, nil)
	c := r.in()
	if code := exitOf(r.session(c).Run("panic")); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if err := r.session(c).Run("status"); err != nil {
		t.Error(err)
	}
	r.until("nobody is left", func() bool { return len(r.Sessions()) == 0 })
}

// TestNobodyAtTheScreen: it is left by itself, however much moves on it. A verb that follows stays.
func TestNobodyAtTheScreen(t *testing.T) {
	follows, over := make(chan struct{}), make(chan struct{})
	verb := func(ctx context.Context, _ tui.Hub, _ core.Login, _ []string, _ io.Reader, _, _ io.Writer) int {
		close(follows)
		<-ctx.Done()
		close(over)
		return 0
	}
	r := start(t, verb, func(c *Config) { c.Idle = 100 * time.Millisecond })
	if err := r.session(r.in()).Start("events --follow"); err != nil {
		t.Fatal(err)
	}
	<-follows
	s, out := r.screen(r.in())
	s.Wait()
	select {
	case <-over:
		t.Error("the verb was ended too")
	default:
	}
	if !out.has("nobody has typed for") || !out.has("\x1b[?1049l") {
		t.Errorf("%q", out.String())
	}
}

// TestNinthScreenIsToldWhy: and a verb is not one.
func TestNinthScreenIsToldWhy(t *testing.T) {
	r := start(t, nil, func(c *Config) { c.Limits.Consoles = 1 })
	_, out := r.screen(r.in())
	r.until("shown", func() bool { return out.has("Office") })
	s, second := r.screen(r.in())
	if code := exitOf(s.Wait()); code != 1 || !second.has("1 consoles are open already") {
		t.Errorf("%d %q", code, second.String())
	}
	if err := r.session(r.in()).Run("status"); err != nil {
		t.Error(err)
	}
}

// TestNothingListensBeforeAKeyIsThere, and nothing after the last one has gone.
func TestNothingListensBeforeAKeyIsThere(t *testing.T) {
	r := start(t, nil, nil)
	addr := r.addr()
	if addr == "" {
		t.Fatal("it does not listen")
	}
	r.house.set(func() { clear(r.house.keys) })
	r.house.change <- nil
	if now, _, why := r.Serves(); now != "" || !strings.Contains(why, "no key is enrolled") {
		t.Errorf("%s %s", now, why)
	}
	if _, err := gossh.Dial("tcp", addr, &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()}); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Error(err)
	}
	r.house.set(func() { r.house.code = "CODE" })
	r.house.change <- nil
	if r.addr() == "" {
		t.Error("a code is shown, and nobody could type it")
	}
}

// TestTypewriter: letters are echoed and can be taken back; nothing else comes through or goes out.
func TestTypewriter(t *testing.T) {
	var echo bytes.Buffer
	w := &typewriter{in: strings.NewReader("doorx\x7fs\r\x1b[A\x00stäz\x08tus\ryes\x15no\nabc\x03\x04never\r"), echo: &echo}
	b, err := io.ReadAll(w)
	if err != nil || string(b) != "doors\n[Astätus\nno\n\n" {
		t.Errorf("%q %v", b, err)
	}
	if !strings.Contains(echo.String(), "stäz\b \btus") {
		t.Errorf("%q", echo.String())
	}
	if strings.ContainsFunc(echo.String(), func(r rune) bool { return r < ' ' && r != '\n' && r != '\b' }) {
		t.Errorf("%q", echo.String())
	}
}
