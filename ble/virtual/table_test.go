package virtual

import (
	"errors"
	"fmt"
	"testing"

	"localiq/ble/profile"
	"localiq/core"
)

func tags(n int) map[string]func(*profile.TableRow) {
	keys := map[string]func(*profile.TableRow){}
	for i := range n {
		keys[fmt.Sprintf("04A1%04X", i)] = nil
	}
	return keys
}

// TestTableIsBrought: nothing counts before the commit, a change of one key sends one part, and
// the next hello says which table it is. [lock.sync]
func TestTableIsBrought(t *testing.T) {
	stage(t, Config{Room: 500}, func(t *testing.T, s *scene) {
		s.pair()
		h, hello := s.call()
		if hello.Table != (profile.TableMark{Room: 500}) || !hello.Can.Has(profile.CanTable) {
			t.Errorf("a lock as new: %+v, can %b", hello.Table, hello.Can)
		}
		first, more := tableOf(tags(300)), tableOf(tags(301))
		h.brings(first, 7)
		if puts := h.brings(more, 8); puts != 1 {
			t.Errorf("%d puts for one more key", puts)
		}
		if n := h.brings(more, 9); n != 0 {
			t.Errorf("%d puts for the same table", n)
		}
		_, hello = s.call()
		want := more.Mark(9)
		if want.Room = 500; hello.Table != want {
			t.Errorf("%+v, want %+v", hello.Table, want)
		}
	})
}

// TestHalfATableOpensForNobody opens for nobody.
func TestHalfATableOpensForNobody(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		image := tableOf(map[string]func(*profile.TableRow){"04A1B2C3": nil})
		h.send(image.Begin(1))
		h.puts(image)
		s.hands("tag 04A1B2C3")
		q := expect[profile.AccessRequest](h)
		h.send(profile.TableCommit{Mark: image.Mark(1)})
		expect[profile.TableState](h)
		h.send(profile.Verdict{Request: q.Request, Command: s.id()})
		expect[profile.Result](h)
		s.hands("tag 04A1B2C3")
		if e := expect[profile.Entry](h); e.Kind != profile.EntryKeyAdmitted {
			t.Errorf("%+v", e)
		}
	})
}

// A commit of anything but what was announced changes nothing, and says why.
func TestFalseHashChangesNothing(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		was, next := tableOf(tags(20)), tableOf(tags(40))
		h.brings(was, 1)
		h.send(next.Begin(2))
		expect[profile.TableState](h)
		h.send(profile.TableCommit{Mark: next.Mark(2)})
		st := expect[profile.TableState](h)
		if st.Why == "" || st.Mark.Hash != was.Hash() || st.Staged != next.Mark(2) || len(st.Parts) != profile.TableParts+1 {
			t.Errorf("%+v", st)
		}
		other := next.Mark(3)
		h.send(profile.TableCommit{Mark: other})
		if st := expect[profile.TableState](h); st.Why == "" || st.Mark.Version != 1 {
			t.Errorf("a commit of another: %+v", st)
		}
		h.brings(next, 2)
		h.send(profile.TableCommit{Mark: next.Mark(2)}) // the link was lost before the answer
		if st := expect[profile.TableState](h); st.Why == "" && st.Mark.Version != 2 || st.Why != "" {
			t.Errorf("committed twice: %+v", st)
		}
		h.send(profile.TableCommit{Mark: was.Mark(1)})
		if st := expect[profile.TableState](h); st.Why == "" || st.Mark.Version != 2 {
			t.Errorf("nothing was being brought: %+v", st)
		}
	})
}

// After a lost link and after a power cut the hub brings what is missing, and
// nothing twice.
func TestTableGoesOnWhereItWas(t *testing.T) {
	for _, cut := range []bool{false, true} {
		stage(t, Config{}, func(t *testing.T, s *scene) {
			s.pair()
			image := tableOf(tags(200))
			h, _ := s.call()
			h.send(image.Begin(1))
			expect[profile.TableState](h)
			all := 0
			for part := range image.Parts() {
				for _, p := range image.Puts(uint8(part)) {
					if all++; part < 20 {
						h.send(p)
					}
				}
			}
			if h.link.Close(); cut {
				s.cycle()
			}
			h, hello := s.call()
			if hello.Table.Rows != 0 {
				t.Errorf("half a table counts: %+v", hello.Table)
			}
			h.send(profile.TableRead{})
			if st := expect[profile.TableState](h); st.Staged != image.Mark(1) {
				t.Errorf("%+v", st)
			}
			if puts := h.brings(image, 1); puts != all-20 {
				t.Errorf("power cut %v: %d puts after 20 of %d", cut, puts, all)
			}
		})
	}
}

// TestAnotherTableKeyBeginsWithNothing begins with nothing: no hash of the former fits.
func TestAnotherTableKeyBeginsWithNothing(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.brings(tableOf(tags(30)), 1)
		other := tableOf(nil)
		other.Key[0]++
		h.brings(other, 2)
		s.hands("tag 04A10001")
		expect[profile.AccessRequest](h)
	})
}

// A table for which there is no room is refused with why; so is a put that nobody
// announced. The table that counts goes on counting.
func TestTableTooLargeIsRefusedWithWhy(t *testing.T) {
	inSession(t, Config{Room: 10}, func(t *testing.T, s *scene, h *talk) {
		h.send(profile.TablePut{Part: 3, First: true})
		if e := expect[profile.Error](h); e.Code != profile.ErrorBusy || e.Of != profile.TypeTablePut {
			t.Errorf("%+v", e)
		}
		h.brings(tableOf(tags(10)), 1)
		big := tableOf(tags(31))
		h.send(big.Begin(2))
		if st := expect[profile.TableState](h); st.Why == "" || st.Staged != (profile.TableMark{}) || st.Mark.Version != 1 {
			t.Errorf("%+v", st)
		}
		liar := big.Begin(2)
		liar.Mark.Rows = 10
		h.send(liar)
		expect[profile.TableState](h)
		h.puts(big)
		if e := expect[profile.Error](h); e.Code != profile.ErrorBusy {
			t.Errorf("%+v", e)
		}
		h.send(profile.TableCommit{Mark: liar.Mark})
		if st := expect[profile.TableState](h); st.Why == "" || st.Mark.Version != 1 {
			t.Errorf("%+v", st)
		}
	})
}

// TestTableNeedsMemory: what cannot be kept is not taken, and what is told of it is what was kept.
func TestTableNeedsMemory(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		image := tableOf(tags(5))
		s.memory.Break(errors.New("no space"))
		h.send(image.Begin(1))
		if e := expect[profile.Error](h); e.Code != profile.ErrorBusy || e.Of != profile.TypeTableBegin {
			t.Errorf("%+v", e)
		}
		s.memory.Break(nil)
		h.send(image.Begin(1))
		before := expect[profile.TableState](h)
		s.memory.Break(errors.New("no space"))
		h.puts(image)
		h.send(profile.TableRead{})
		if st := expect[profile.TableState](h); fmt.Sprint(st.Parts) != fmt.Sprint(before.Parts) {
			t.Error("it tells of a put that a power cut would take")
		}
		s.memory.Break(nil)
		h.puts(image)
		s.memory.Break(errors.New("no space"))
		h.send(profile.TableCommit{Mark: image.Mark(1)})
		if st := expect[profile.TableState](h); st.Why == "" || st.Mark.Rows != 0 {
			t.Errorf("%+v", st)
		}
		s.memory.Break(nil)
		h.send(profile.TableCommit{Mark: image.Mark(1)})
		if st := expect[profile.TableState](h); st.Why != "" || st.Mark.Rows != 5 {
			t.Errorf("%+v", st)
		}
	})
}

// TestLockWithoutATable says so, takes none, and asks for every key.
func TestLockWithoutATable(t *testing.T) {
	stage(t, Config{Lacks: profile.CanTable | profile.CanIdentify}, func(t *testing.T, s *scene) {
		s.pair()
		h, hello := s.call()
		if hello.Table != (profile.TableMark{}) || hello.Can.Has(profile.CanTable) || !hello.Can.Has(profile.CanPeers) {
			t.Errorf("%+v", hello)
		}
		for _, m := range []profile.Message{profile.TableRead{}, tableOf(nil).Begin(1), profile.Identify{Command: s.id(), For: 1000}} {
			h.send(m)
			if e := expect[profile.Error](h); e.Code != profile.ErrorUnsupported || e.Of != m.Type() {
				t.Errorf("%+v", e)
			}
		}
		s.hands("tag 04A1B2C3")
		if q := expect[profile.AccessRequest](h); q.Kind != core.KeyTag {
			t.Errorf("%+v", q)
		}
	})
}
