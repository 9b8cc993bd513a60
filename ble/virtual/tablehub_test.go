package virtual

import (
	"bytes"
	"slices"
	"testing"

	"localiq/ble/profile"
	"localiq/core"
)

// tableOf makes a table of tags and PINs, each as hands type it; change makes its row another.
func tableOf(keys map[string]func(*profile.TableRow)) *profile.TableImage {
	t := &profile.TableImage{
		Key: bytes.Repeat([]byte{7}, 32), OpenFor: 6000, First: true,
		Schedules: []profile.TableSchedule{{Windows: []profile.TableWindow{{Days: 0x7f, Start: 60, End: 120}}}},
		Zone:      []profile.TableOffset{{East: 0}},
	}
	for typed, change := range keys {
		kind, credential := core.KeyTag, []byte(nil)
		if b, err := core.ParseTag(typed); err == nil {
			credential = b
		} else {
			kind, credential = core.KeyPIN, []byte(typed)
		}
		r := profile.TableRow{Hash: profile.HashKey(t.Key, kind, credential), Kind: kind, Ref: []byte(typed[:4])}
		if change != nil {
			change(&r)
		}
		t.Rows = append(t.Rows, r)
	}
	slices.SortFunc(t.Rows, func(a, b profile.TableRow) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	return t
}

// bring plays the hub's part until the lock has the table; it returns how many puts that took,
// and what the lock said last.
func (t *talk) bring(image *profile.TableImage, version uint64) (puts int, s profile.TableState) {
	t.t.Helper()
	t.send(image.Begin(version))
	s = expect[profile.TableState](t)
	for part, want := range image.Parts() {
		if len(s.Parts) != 0 && s.Parts[part] == want {
			continue
		}
		for _, p := range image.Puts(uint8(part)) {
			t.send(p)
			puts++
		}
	}
	t.send(profile.TableCommit{Mark: image.Mark(version)})
	return puts, expect[profile.TableState](t)
}

// puts sends every part, whatever the lock has.
func (t *talk) puts(image *profile.TableImage) {
	t.t.Helper()
	for part := range image.Parts() {
		for _, p := range image.Puts(uint8(part)) {
			t.send(p)
		}
	}
}

// brings is bring that must succeed.
func (t *talk) brings(image *profile.TableImage, version uint64) (puts int) {
	t.t.Helper()
	puts, s := t.bring(image, version)
	want := image.Mark(version)
	if s.Mark.Hash != want.Hash || s.Mark.Version != version || s.Mark.Rows != want.Rows || s.Staged != (profile.TableMark{}) || s.Why != "" {
		t.t.Fatalf("%+v", s)
	}
	return puts
}

// withTable is a lock that is ours and has a table, with its clock set and nobody connected.
func withTable(t *testing.T, cfg Config, image *profile.TableImage, play func(*testing.T, *scene)) {
	t.Helper()
	inSession(t, cfg, func(t *testing.T, s *scene, h *talk) {
		h.setClock()
		h.brings(image, 1)
		h.link.Close()
		play(t, s)
	})
}
