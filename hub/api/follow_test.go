package api

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"localiq/core"
)

var errEnough = errors.New("enough")

// collect follows from a mark until n lines have come.
func collect(t *testing.T, c *Client, from Mark, n int) (got []string, next Mark) {
	t.Helper()
	next, err := c.Follow(t.Context(), from, func(l core.Line) error {
		got = append(got, At(l).String())
		if len(got) == n {
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) {
		t.Fatalf("%v after %v", err, got)
	}
	return got, At(core.Line{Notice: core.Notice{Seq: next.Seq, N: next.N}})
}

// A follower that comes back where it stopped, also in the middle of what one input told, gets
// every line once.
func TestFollowResumesWithoutLossOrDouble(t *testing.T) {
	h, c, _ := hubAt(t)
	var want []string
	for i := range 40 {
		h.tell(i%4, "Front") // 0 to 3 lines
	}
	for _, l := range h.lines {
		want = append(want, At(l).String())
	}
	var got []string
	var from Mark
	for len(got) < len(want) {
		// The sink's error means that this line was not taken: it comes again.
		var part []string
		next, err := c.Follow(t.Context(), from, func(l core.Line) error {
			if len(part) == 1+len(got)%5 || len(got)+len(part) == len(want) {
				return errEnough
			}
			part = append(part, At(l).String())
			if len(got)+len(part) == len(want) {
				go h.tell(1, "last") // so that there is a line to stop at
			}
			return nil
		})
		if !errors.Is(err, errEnough) {
			t.Fatal(err)
		}
		got, from = append(got, part...), next
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// Long stretches of inputs without lines, longer than a page, are passed over.
func TestFollowPassesSilence(t *testing.T) {
	h, c, _ := hubAt(t)
	h.tell(1, "a")
	for range 3*page + 7 {
		h.tell(0, "")
	}
	h.tell(2, "b")
	got, _ := collect(t, c, Mark{}, 3)
	if !slices.Equal(got, []string{"1.0", "1509.0", "1509.1"}) {
		t.Errorf("%v", got)
	}
}

// New lines come while one follows; After leaves out what went before.
func TestFollowSeesWhatComes(t *testing.T) {
	h, c, _ := hubAt(t)
	h.tell(3, "old")
	seen := make(chan string)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := c.Follow(ctx, After(1), func(l core.Line) error { seen <- At(l).String(); return nil })
		done <- err
	}()
	<-h.watched
	for i := range 5 {
		h.tell(1, "new")
		if got, want := <-seen, At(core.Line{Notice: core.Notice{Seq: core.Seq(i + 2)}}).String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A hub that stops and comes back is followed on, and watched on, without loss.
func TestFollowAndWatchOutliveTheHub(t *testing.T) {
	h, socket := newFake(), filepath.Join(t.TempDir(), "s")
	stop := serving(t, h, socket)
	c := dialled(t, socket)
	seen := make(chan string, 10)
	go c.Follow(t.Context(), Mark{}, func(l core.Line) error { seen <- At(l).String(); return nil })
	w := c.Watch(t.Context())
	h.tell(2, "before")
	if a, b := <-seen, <-seen; a != "1.0" || b != "1.1" {
		t.Fatalf("%s %s", a, b)
	}
	stop()
	h.tell(1, "between")
	serving(t, h, socket)
	h.tell(1, "after")
	if a, b := <-seen, <-seen; a != "2.0" || b != "3.0" {
		t.Errorf("%s %s", a, b)
	}
	for s := range w {
		if s.Seq == 3 {
			break
		}
	}
}

func TestMark(t *testing.T) {
	for _, m := range []Mark{{}, After(1), {1, 0}, {12, 3}, After(1 << 40)} {
		if got, err := ParseMark(m.String()); err != nil || got != m {
			t.Errorf("%+v became %+v, %v", m, got, err)
		}
	}
}

// The hub's own error ends a stream at once: trying again would not mend it.
func TestFollowTellsTheHubsError(t *testing.T) {
	h := &brokenLedger{newFake()}
	h.tell(1, "a")
	socket := filepath.Join(t.TempDir(), "s")
	serving(t, h, socket)
	_, err := dialled(t, socket).Follow(t.Context(), Mark{}, func(core.Line) error { return nil })
	if e, ok := errors.AsType[*core.Error](err); !ok || e.Text != "gone" {
		t.Error(err)
	}
}

type brokenLedger struct{ *fakeHub }

func (brokenLedger) Lines(context.Context, core.Seq, int) ([]core.Line, error) {
	return nil, core.Errorf(core.CodeNotFound, "gone")
}
