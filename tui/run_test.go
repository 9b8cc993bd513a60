package tui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/stage"
)

func keyOf(r rune) tea.KeyPressMsg {
	switch r {
	case '\r':
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case '\x1b':
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	}
	return tea.KeyPressMsg{Code: r, Text: string(r)}
}

// stuck is a terminal that stops reading after so many bytes, until it is let go.
type stuck struct {
	room       int
	held, free chan struct{}
}

func (s *stuck) Write(b []byte) (int, error) {
	if s.room -= len(b); s.room < 0 {
		close(s.held) // a second write would panic: nothing may follow a stuck one
		<-s.free
		return 0, io.ErrClosedPipe
	}
	return len(b), nil
}

// loud is a hub that waits until each snapshot is taken: the worst that a publisher can be.
type loud struct {
	*stage.Hub
	ch chan *core.Snapshot
}

func (l loud) Watch(context.Context) <-chan *core.Snapshot { return l.ch }

// TestStalledTerminalNeverBlocksThePublisher, nor the end of the console. In real time: a lock
// inside the renderer is held meanwhile, which a bubble cannot wait for.
func TestStalledTerminalNeverBlocksThePublisher(t *testing.T) {
	for _, room := range []int{0, 200} { // stuck at once, and in the first frame
		hub := loud{school(), make(chan *core.Snapshot)}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		keys, in := io.Pipe()
		out := &stuck{room: room, held: make(chan struct{}), free: make(chan struct{})}
		done := make(chan error, 1)
		go func() { done <- Run(ctx, hub, Options{In: keys, Out: out, Env: colours}) }()
		<-out.held
		for i := range 3000 {
			s := stage.Site(time.Duration(i) * time.Second)
			select {
			case hub.ch <- &s:
			case <-ctx.Done():
				t.Fatalf("snapshot %d was never taken", i)
			}
		}
		cancel()
		close(hub.ch)
		if err := <-done; err != nil {
			t.Errorf("the end of the console: %v", err)
		}
		in.Close()
		close(out.free)
	}
}

// TestTerminalIsGivenBack as it was: the alternate screen left, the cursor shown; on q and when
// the context ends.
func TestTerminalIsGivenBack(t *testing.T) {
	for _, how := range []string{"q", "context"} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			keys, in := io.Pipe()
			defer in.Close()
			var out bytes.Buffer
			done := make(chan error, 1)
			go func() { done <- Run(ctx, school(), Options{In: keys, Out: &out, Env: colours}) }()
			time.Sleep(time.Second)
			if how == "q" {
				io.WriteString(in, "q")
			} else {
				cancel()
			}
			if err := <-done; err != nil {
				t.Errorf("%s: Run returned %v", how, err)
			}
			for _, seq := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l"} {
				if !strings.Contains(out.String(), seq) {
					t.Errorf("%s: the terminal never got %q", how, seq)
				}
			}
		})
	}
}

// TestHubThatHangsUp is watched again, and that it hung up is told; not instead of what it said
// last.
func TestHubThatHangsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		hub := &moody{}
		news := follow(ctx, hub)
		for range 3 {
			synctest.Wait() // nobody reads until it has hung up
			if n := <-news; n.snap == nil || !n.hungUp {
				t.Fatalf("%+v: no snapshot, or no word of the end", n)
			}
			time.Sleep(rewatch)
		}
		cancel()
		synctest.Wait()
		if hub.watched < 3 {
			t.Errorf("watched %d times", hub.watched)
		}
		for range news { // it is closed
		}
	})
}

// moody hangs up after each snapshot, and cannot read its events.
type moody struct {
	stage.Hub
	watched int
}

func (m *moody) Watch(context.Context) <-chan *core.Snapshot {
	m.watched++
	ch := make(chan *core.Snapshot, 1)
	s := stage.Site(0)
	ch <- &s
	close(ch)
	return ch
}

func (m *moody) Lines(context.Context, core.Seq, int) ([]core.Line, error) {
	return nil, errors.New("store: read the ledger: \x1b[31mno such page")
}

// TestUnreadableEvents are said to be so, and asked for again with the next snapshot.
func TestUnreadableEvents(t *testing.T) {
	m := &model{ui: newUI(Unicode), hub: &moody{}, ctx: t.Context()}
	s := stage.Site(0)
	m.take(&s)
	m.takeLines(linesMsg{err: errors.New("store: read the ledger: no such page")})
	m.show(eventsScreen)
	if v := View(m.snap, m.ui, 80, 24); !strings.Contains(v, "The events could not be read.") || !strings.Contains(v, "no such page") {
		t.Errorf("the screen does not say so:\n%s", v)
	}
	if m.take(&s); !m.reading {
		t.Error("it does not try again")
	}
}

// TestFarBehind: what was missed while nothing was read is marked, not passed over in silence.
func TestFarBehind(t *testing.T) {
	tl := tail{Follow: true}.add(stage.Story(), 400)
	late := stage.Story()[6]
	late.Seq, late.At = 5000, stage.At(time.Hour)
	tl = tl.add([]core.Line{late}, 5000)
	u := newUI(Unicode)
	u.Tail, u.Places = tl, []place{{Screen: eventsScreen}}
	s := stage.Site(time.Hour)
	if v := View(&s, u, 80, 24); !strings.Contains(v, "some events are not shown here") {
		t.Errorf("the gap is not marked:\n%s", v)
	}
}

// TestMadSizes: a terminal may claim any size; what is drawn is bounded.
func TestMadSizes(t *testing.T) {
	s := stage.Site(0)
	for _, size := range [][2]int{{0, 0}, {1, 1}, {39, 15}, {40, 14}, {40, 15}, {500, 200}, {3000, 3000}, {-1, 7}} {
		u := newUI(Unicode)
		u.resize(size[0], size[1])
		checkScreen(t, View(&s, u, u.W, u.H), u.W, u.H)
		if u.W > maxW || u.H > maxH {
			t.Errorf("%v is drawn as %dx%d", size, u.W, u.H)
		}
	}
	if got := sane(nil, tea.WindowSizeMsg{Width: 3000, Height: 3000}).(tea.WindowSizeMsg); got.Width != maxW || got.Height != maxH {
		t.Errorf("3000x3000 reaches the renderer as %dx%d", got.Width, got.Height)
	}
}

// TestGlyphsByEnvironment: letters that a terminal may not have are not sent to it.
func TestGlyphsByEnvironment(t *testing.T) {
	for env, want := range map[string]string{"TERM=xterm LANG=en_US.UTF-8": "unicode", "TERM=xterm LC_ALL=C LANG=en_US.UTF-8": "ascii",
		"TERM=vt100 LANG=C.UTF-8": "ascii", "TERM=linux LANG=C.UTF-8": "ascii", "TERM=xterm": "ascii", "TERM=xterm LC_CTYPE=cs_CZ.utf8": "unicode"} {
		if got := GlyphsFor(strings.Fields(env)).Name; got != want {
			t.Errorf("%s: %s, want %s", env, got, want)
		}
	}
}
