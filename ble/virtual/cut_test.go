package virtual

import (
	"bytes"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// TestTableAtEverySave: wherever the power fails, the hub goes on where the lock was, nothing that
// was told is gone, and the table that counts is the former one or the new one.
func TestTableAtEverySave(t *testing.T) {
	was, next := tableOf(tags(30)), tableOf(tags(60))
	atEverySave(t, Config{}, 15, func(t *testing.T, s *scene, f *fuse) {
		s.pair()
		h, _ := s.call()
		h.brings(was, 1)
		f.arm()
		var told profile.TableState
		for done := false; !done; {
			if f.mend(s) {
				h, _ = s.call()
				h.send(profile.TableRead{})
				now := expect[profile.TableState](h)
				lost(t, told, now, next)
				if now.Mark.Hash != was.Hash() && now.Mark.Hash != next.Hash() {
					t.Errorf("another table counts: %+v", now.Mark)
				}
			}
			told, done = h.triesToBring(next, 2)
		}
		if f.mend(s) {
			h, _ = s.call()
		}
		h.send(profile.TableRead{})
		if now := expect[profile.TableState](h); now.Mark.Version != 2 || now.Mark.Hash != next.Hash() {
			t.Errorf("told that it was there: %+v", now.Mark)
		}
		f.disarm()
		s.hands("tag 04A1003B") // only the new one knows it
		if synctest.Wait(); s.lock.State().Bolt != core.BoltUnlocked {
			t.Error("it does not open")
		}
	})
}

// triesToBring goes as far as the lock does; told is what it said last of its table.
func (t *talk) triesToBring(image *profile.TableImage, version uint64) (told profile.TableState, done bool) {
	t.t.Helper()
	t.send(image.Begin(version))
	all := t.drain()
	if told = lastOf[profile.TableState](all); told.Staged != image.Mark(version) {
		return told, false
	}
	for part, want := range image.Parts() {
		if told.Parts[part] != want {
			for _, p := range image.Puts(uint8(part)) {
				t.send(p)
			}
		}
	}
	t.send(profile.TableRead{})
	t.send(profile.TableCommit{Mark: image.Mark(version)})
	told = lastOf[profile.TableState](t.drain())
	return told, told.Mark.Hash == image.Hash()
}

func lastOf[M profile.Message](all []profile.Message) M {
	last, _ := typed[M](all)
	return last
}

func typed[M profile.Message](all []profile.Message) (last M, some bool) {
	for _, m := range all {
		if m, is := m.(M); is {
			last, some = m, true
		}
	}
	return last, some
}

// lost fails where a part, or the whole, was told to be there and is not.
func lost(t *testing.T, told, now profile.TableState, image *profile.TableImage) {
	t.Helper()
	if now.Mark.Hash == image.Hash() {
		return
	}
	if told.Mark.Hash == image.Hash() {
		t.Error("the whole table was told to be there, and is gone")
	}
	for part, want := range image.Parts() {
		if told.Parts != nil && told.Parts[part] == want && (now.Parts == nil || now.Parts[part] != want) {
			t.Errorf("part %d was told to be there, and is gone", part)
		}
	}
}

// TestFirmwareAtEverySave: no byte that was told to be there is gone, and the new firmware starts
// once.
func TestFirmwareAtEverySave(t *testing.T) {
	atEverySave(t, made(), 7, func(t *testing.T, s *scene, f *fuse) {
		i := image(t, 11, 4*profile.MaxData+1, "maker")
		s.pair()
		h, _ := s.call()
		f.arm()
		have := uint32(0)
		for s.lock.State().Firmware != "2.0" || f.isOut() {
			if f.mend(s) {
				h, _ = s.call()
			}
			if h.link.Err() != nil {
				h, _ = s.call()
			}
			h.send(profile.FirmwareBegin{Head: i.Head})
			st := lastOf[profile.FirmwareState](h.drain())
			if st.Result == profile.UpdateOK && st.Have < have {
				t.Fatalf("%d bytes were told to be there, and now %d", have, st.Have)
			}
			for !f.isOut() && st.Result == profile.UpdateOK && st.Have < st.Size {
				have = st.Have
				end := min(int(have)+profile.MaxData, len(i.Body))
				h.send(profile.FirmwareData{Offset: have, Data: i.Body[have:end]})
				st = lastOf[profile.FirmwareState](h.drain())
			}
			if !f.isOut() && st.Result == profile.UpdateOK {
				have = st.Have
				h.send(profile.FirmwareCommit{})
			}
			time.Sleep(renewAfter)
			synctest.Wait()
		}
		s.cycle()
		updated := 0
		for _, l := range s.journal(0) {
			if l.Kind == profile.EntryUpdated {
				updated++
			}
		}
		if updated != 1 || s.lock.State().Firmware != "2.0" {
			t.Errorf("it started %d times and runs %s", updated, s.lock.State().Firmware)
		}
	})
}

// TestJournalAtEverySave: an index that was told means the same for ever, whoever came in was
// told or is in the journal, and the count of wrong codes is not lost.
func TestJournalAtEverySave(t *testing.T) {
	image := tableOf(map[string]func(*profile.TableRow){"04A1B2C3": nil, "123456": nil})
	atEverySave(t, Config{Motor: 100 * time.Millisecond}, 12, func(t *testing.T, s *scene, f *fuse) {
		s.pair()
		h, _ := s.call()
		h.brings(image, 1)
		f.arm()
		told := map[uint32]string{}
		hear := func(all []profile.Message) {
			for _, m := range all {
				e, is := m.(profile.Entry)
				if !is {
					continue
				}
				what := fmt.Sprint(e.Kind, e.Boot, e.Uptime, e.Bolt, e.By, e.KeyKind, e.Ref, e.Credential, e.For)
				if before, again := told[e.Index]; again && before != what {
					t.Errorf("entry %d was %s and is %s", e.Index, before, what)
				}
				told[e.Index] = what
			}
		}
		for _, line := range []string{"tag 04A1B2C3", "open", "close", "pin 999999", "pin 888888", "pin 777777", "pin 666666", "pin 555555", "pin 123456"} {
			s.lock.Hands(line) // refused while codes are
			time.Sleep(profile.RequestWait)
			hear(h.drain())
			if f.mend(s) {
				h, _ = s.call()
			}
		}
		hear(h.drain())
		s.cycle()
		h, hello := s.call()
		h.send(profile.ReadJournal{From: 1, Max: profile.MaxEntries})
		hear(h.drain())
		opened, admitted, limited := 0, 0, 0
		for _, l := range s.journal(0) {
			switch {
			case l.Kind == profile.EntryKeyAdmitted:
				admitted++
			case l.Kind == profile.EntryLimited:
				limited++
			case l.Bolt == core.BoltUnlocked:
				opened++
			}
		}
		_, cut := f.out()
		if int(hello.Head) != len(told) || opened > admitted || limited == 0 && !cut {
			t.Errorf("%d entries of %d, opened %d times for %d keys, limited %d times", len(told), hello.Head, opened, admitted, limited)
		}
	})
}

// TestAdminAtEverySave: whom the lock serves, under which key it hides and whether it is released
// is as it was told, or as it was asked and not told.
func TestAdminAtEverySave(t *testing.T) {
	key := bytes.Repeat([]byte{5}, 32)
	atEverySave(t, Config{}, 3, func(t *testing.T, s *scene, f *fuse) {
		s.pair()
		h, _ := s.call()
		installer := testKey(t, "installer")
		f.arm()
		h.send(profile.PutPeer{Key: installer.Public[:], Role: profile.RoleInstaller})
		in := len(lastOf[profile.Peers](h.drain()).Peers) == 2
		h.send(profile.SetAdvert{Key: key})
		_, sealed := typed[profile.State](h.drain())
		if f.mend(s) {
			h, _ = s.call()
		}
		_, hello := s.call()
		if sealed && hello.Advert != profile.CheckOf(key) {
			t.Error("the key was taken, and is gone")
		}
		if in {
			s.callAs(installer)
		}
		h, _ = s.call()
		m := profile.Release{Command: s.id()}
		h.send(m)
		released := lastOf[profile.Result](h.drain()).Result == core.ResultDone
		f.mend(s)
		time.Sleep(profile.ForgetAfter)
		synctest.Wait()
		f.mend(s)
		if released && s.lock.Paired() {
			t.Error("it was released, and remembers")
		}
	})
}
