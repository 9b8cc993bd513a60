package virtual

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// Brought in pieces, checked, started; the bolt stays as it was, a hold ends when it
// would have, and the journal says that another firmware runs.
func TestUpdateKeepsTheBoltAndTheHold(t *testing.T) {
	stage(t, made(), func(t *testing.T, s *scene) {
		s.pair()
		h, hello := s.call()
		h.setClock()
		if !hello.Can.Has(profile.CanUpdate) || hello.State.Firmware != "1.0" {
			t.Errorf("%+v", hello)
		}
		h.do(profile.Move{To: core.BoltOffice, For: 60_000})
		if _, st := h.update(image(t, 11, 5000, "maker")); st != (profile.FirmwareState{Have: 5000, Size: 5000}) {
			t.Fatalf("%+v", st)
		}
		time.Sleep(renewAfter)
		synctest.Wait()
		if h.link.Err() == nil {
			t.Error("it starts without losing a link")
		}
		h, after := s.call()
		st := after.State
		if st.Firmware != "2.0" || st.Boot != hello.State.Boot+1 || st.Bolt != core.BoltOffice || st.Clock != core.Trusted ||
			st.BoltAge.Duration() != time.Second || st.HoldFor.Duration() != 59*time.Second {
			t.Errorf("%+v", st)
		}
		if got := s.journal(1); len(got) != 1 || got[0].Kind != profile.EntryUpdated {
			t.Errorf("%+v", got)
		}
		if _, st := h.update(image(t, 11, 5000, "maker")); st.Result != profile.UpdateNotNewer {
			t.Errorf("the same again: %+v", st)
		}
		s.boltTurnsAfter(59*time.Second, core.BoltOffice, core.BoltLocked)
		if s.cycle(); s.lock.State().Firmware != "2.0" {
			t.Error("a power cut brought the former back")
		}
		if s.hands("reset"); s.lock.State().Firmware != "2.0" {
			t.Error("a factory reset brought the former back")
		}
	})
}

// What the maker did not sign, what is no newer, what is another's, what is
// too big, and anything at all while the battery is low.
func TestUnsignedOrOlderUpdateIsRefused(t *testing.T) {
	inSession(t, made(), func(t *testing.T, s *scene, h *talk) {
		_, private := maker("maker")
		other, err := profile.SignImage(private, profile.ImageHead{Model: "another", Number: 11, Version: "2.0"}, []byte("body"))
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := profile.ParseImage(other)
		if err != nil {
			t.Fatal(err)
		}
		changed := image(t, 11, 100, "maker")
		changed.Head = append([]byte(nil), changed.Head...)
		changed.Head[10]++
		for name, c := range map[string]struct {
			image profile.Image
			want  uint8
		}{
			"another's key": {image(t, 11, 100, "thief"), profile.UpdateUnsigned},
			"changed":       {changed, profile.UpdateUnsigned},
			"older":         {image(t, 9, 100, "maker"), profile.UpdateNotNewer},
			"the same":      {image(t, 10, 100, "maker"), profile.UpdateNotNewer},
			"another model": {foreign, profile.UpdateWrong},
			"too big":       {image(t, 11, maxBody+1, "maker"), profile.UpdateTooBig},
		} {
			if n, st := h.update(c.image); n != 0 || st != (profile.FirmwareState{Result: c.want}) {
				t.Errorf("%s: %+v", name, st)
			}
		}
		s.hands("battery 14")
		if n, st := h.update(image(t, 11, 100, "maker")); n != 0 || st.Result != profile.UpdateBusy {
			t.Errorf("low battery: %+v", st)
		}
		s.hands("battery 15")
		h.send(profile.FirmwareData{Data: []byte{1}})
		if st := expect[profile.FirmwareState](h); st.Result != profile.UpdateWrong {
			t.Errorf("nothing was begun: %+v", st)
		}
		h.send(profile.FirmwareCommit{})
		if st := expect[profile.FirmwareState](h); st.Result != profile.UpdateWrong {
			t.Errorf("nothing was begun: %+v", st)
		}
	})
}

// Pieces out of order are not taken, too many bytes are refused, and a body
// that is not the head's is forgotten: the former firmware runs on.
func TestDamagedUpdateIsNotTaken(t *testing.T) {
	inSession(t, made(), func(t *testing.T, s *scene, h *talk) {
		good := image(t, 11, 2000, "maker")
		h.send(profile.FirmwareBegin{Head: good.Head})
		expect[profile.FirmwareState](h)
		for _, c := range []struct {
			offset, n uint32
			want      profile.FirmwareState
		}{
			{7, 100, profile.FirmwareState{Size: 2000}},
			{0, 960, profile.FirmwareState{Have: 960, Size: 2000}},
			{0, 960, profile.FirmwareState{Have: 960, Size: 2000}},
			{960, 960, profile.FirmwareState{Have: 1920, Size: 2000}},
			{1920, 81, profile.FirmwareState{Have: 1920, Size: 2000, Result: profile.UpdateWrong}},
		} {
			h.send(profile.FirmwareData{Offset: c.offset, Data: make([]byte, c.n)})
			if st := expect[profile.FirmwareState](h); st != c.want {
				t.Errorf("%d bytes at %d: %+v", c.n, c.offset, st)
			}
		}
		h.send(profile.FirmwareCommit{})
		if st := expect[profile.FirmwareState](h); st.Result != profile.UpdateWrong || st.Have != 1920 {
			t.Errorf("a part was committed: %+v", st)
		}
		h.send(profile.FirmwareData{Offset: 1920, Data: make([]byte, 80)})
		expect[profile.FirmwareState](h)
		h.send(profile.FirmwareCommit{})
		if st := expect[profile.FirmwareState](h); st != (profile.FirmwareState{Size: 2000, Result: profile.UpdateWrong}) {
			t.Errorf("a false body was committed: %+v", st)
		}
		time.Sleep(time.Minute)
		if s.lock.State().Firmware != "1.0" || h.link.Err() != nil {
			t.Error("it started a damaged image")
		}
		if _, st := h.update(good); st.Result != profile.UpdateOK {
			t.Errorf("the right one after it: %+v", st)
		}
	})
}

// TestUpdateGoesOn: after a lost link and a power cut where it was; another image begins anew.
func TestUpdateGoesOn(t *testing.T) {
	stage(t, made(), func(t *testing.T, s *scene) {
		s.pair()
		i := image(t, 11, 10*profile.MaxData, "maker")
		for n := range 3 {
			h, _ := s.call()
			h.send(profile.FirmwareBegin{Head: i.Head})
			if st := expect[profile.FirmwareState](h); st.Have != uint32(n*profile.MaxData) {
				t.Fatalf("%+v", st)
			}
			h.send(profile.FirmwareData{Offset: uint32(n * profile.MaxData), Data: i.Body[n*profile.MaxData:][:profile.MaxData]})
			expect[profile.FirmwareState](h)
			if h.link.Close(); n == 1 {
				s.cycle()
			}
		}
		h, _ := s.call()
		h.send(profile.FirmwareBegin{Head: image(t, 12, 100, "maker").Head})
		if st := expect[profile.FirmwareState](h); st != (profile.FirmwareState{Size: 100}) {
			t.Errorf("%+v", st)
		}
		if n, _ := h.update(i); n != 10 {
			t.Errorf("%d pieces", n)
		}
	})
}

// TestUpdateAtAPowerCut: the image is complete, the power fails before the start: the next
// start runs it, once. A bolt that was open then locks, as after every power cut.
func TestUpdateAtAPowerCut(t *testing.T) {
	inSession(t, made(), func(t *testing.T, s *scene, h *talk) {
		h.do(profile.Move{To: core.BoltOffice})
		h.update(image(t, 11, 10, "maker"))
		s.cycle()
		s.cycle()
		got := s.journal(1)
		if len(got) != 2 || got[0].Kind != profile.EntryUpdated || got[1].By != core.ByHoldEnd || s.lock.State().Firmware != "2.0" {
			t.Errorf("%+v", got)
		}
	})
}

// TestUpdateWaitsForTheDoor: whoever stands there is served first.
func TestUpdateWaitsForTheDoor(t *testing.T) {
	inSession(t, made(), func(t *testing.T, s *scene, h *talk) {
		h.update(image(t, 11, 10, "maker"))
		s.hands("tag 04A1B2C3")
		q := expect[profile.AccessRequest](h)
		time.Sleep(2 * time.Second)
		h.send(profile.Verdict{Request: q.Request, Granted: true, Command: s.id(), Move: unlock})
		if r := expect[profile.Result](h); r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
		time.Sleep(renewAfter)
		synctest.Wait()
		if st := s.lock.State(); st.Firmware != "2.0" || st.Bolt != core.BoltUnlocked {
			t.Errorf("%+v", st)
		}
	})
}

// TestUpdateNeedsMemory, and a maker.
func TestUpdateNeedsMemory(t *testing.T) {
	inSession(t, made(), func(t *testing.T, s *scene, h *talk) {
		s.memory.Break(errors.New("no space"))
		if n, st := h.update(image(t, 11, 10, "maker")); n != 0 || st != (profile.FirmwareState{Result: profile.UpdateBusy}) {
			t.Errorf("%+v", st)
		}
	})
	stage(t, Config{Model: "virtual"}, func(t *testing.T, s *scene) {
		s.pair()
		h, hello := s.call()
		h.send(profile.FirmwareBegin{Head: image(t, 11, 10, "maker").Head})
		if e := expect[profile.Error](h); e.Code != profile.ErrorUnsupported || hello.Can.Has(profile.CanUpdate) {
			t.Errorf("%+v", e)
		}
	})
}
