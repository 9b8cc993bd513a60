package repeater

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"localiq/core"
)

// [docs: --forget-hub] A box that was freed lets its hub in no more, and waits for the next.
func TestFreedBoxWaitsForTheNextHub(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	first := s.shown()
	r := h.add("hall", s, "")
	h.Set([]core.Repeater{r})
	h.rises("hall")
	if err := s.home.Forget(); err != nil {
		t.Fatal(err)
	}
	if err := s.look(); err != nil {
		t.Fatal(err)
	}
	h.falls("hall")
	for {
		if e, ok := h.event().(core.RadioFell); ok && strings.Contains(e.Why, "does not know us any more") {
			break
		}
	}
	if s.shown() == first {
		t.Error("the code is the old one")
	}
	if e := newHub(t).wants(s.address, s.shown()); e != nil {
		t.Error(e)
	}
	if err := s.home.Forget(); err != nil || s.home.Forget() != nil {
		t.Error("to forget twice is to forget once")
	}
}

// Whose a box is outlives it; what cannot be read lets nobody in.
func TestBoxRemembersWhoseItIs(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	h.add("hall", s, "")
	again, err := NewBox(s.home, nil)
	if err != nil || !again.Public().Equal(s.Public()) {
		t.Fatal("it is another box", err)
	}
	said := 0
	again.Say = func(string) { said++ }
	if err := again.look(); err != nil || !again.hub.Equal(h.key.Public()) || said != 0 {
		t.Errorf("%v, and it shows a code %d times", err, said)
	}
	key, whose := filepath.Join(s.home.Dir, keyFile), filepath.Join(s.home.Dir, hubFile)
	for _, f := range []string{key, whose} {
		if i, err := os.Stat(f); err != nil || i.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", f, err)
		}
	}
	if err := os.WriteFile(whose, []byte("half of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	if e := newHub(t).wants(s.address, s.shown()); e == nil {
		t.Error("a damaged file is taken for none")
	}
	if _, err := NewBox(s.home, nil); core.AsError(err).Code != core.CodeRefused || strings.Contains(err.Error(), "half of it") {
		t.Error(err)
	}
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := NewBox(s.home, nil); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Error(err)
	}
}

// A box that cannot write down whose it is does not say that it is ours.
func TestBoxThatCannotKeepIsNotAdded(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	keepsIn := func(dir string) {
		s.Box.mu.Lock()
		defer s.Box.mu.Unlock()
		s.Box.home.Dir = dir
	}
	keepsIn("/proc") // where nobody, root included, can make a file
	if e := h.wants(s.address, s.shown()); e == nil || e.Code != core.CodeRefused || !strings.Contains(e.Text, "write down") {
		t.Errorf("%v", e)
	}
	keepsIn(s.home.Dir)
	if e := h.wants(s.address, s.shown()); e != nil {
		t.Error(e)
	}
}
