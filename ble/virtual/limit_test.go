package virtual

import (
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// guess types a code that nobody knows, and waits for the end of it.
func (s *scene) guess() {
	s.t.Helper()
	s.hands("pin 999999")
	time.Sleep(profile.RequestWait)
	synctest.Wait()
}

// dead is for how long the keypad takes nothing, to the second.
func (s *scene) dead() time.Duration {
	s.t.Helper()
	began := time.Now()
	for s.lock.Hands("pin 999999") != nil {
		if time.Sleep(time.Second); time.Since(began) > time.Hour {
			s.t.Fatal("the keypad is dead for good")
		}
		synctest.Wait()
	}
	d := time.Since(began)
	time.Sleep(profile.RequestWait)
	synctest.Wait()
	return d
}

// Five wrong codes, and the keypad rests for a minute, then two, up to a quarter of an
// hour. Tags go on. A quiet quarter of an hour begins it all again.
func TestGuessingRestsTheKeypad(t *testing.T) {
	withTable(t, Config{}, tableOf(map[string]func(*profile.TableRow){"123456": nil, "04A1B2C3": nil}), func(t *testing.T, s *scene) {
		guesses := profile.WrongPINs
		for _, want := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, profile.LastPause, profile.LastPause} {
			before := s.lock.hello().Head
			for range guesses {
				s.guess()
			}
			got := s.journal(before)
			if l := got[len(got)-1]; l.Kind != profile.EntryLimited || l.KeyKind != core.KeyPIN || l.For != want.Milliseconds() {
				t.Fatalf("%v: %+v", want, l)
			}
			s.hands("tag 04A1B2C3")
			if synctest.Wait(); s.lock.State().Bolt != core.BoltUnlocked {
				t.Error("a tag is refused for wrong codes")
			}
			if err := s.lock.Hands("pin 123456"); err == nil {
				t.Error("a right code is taken meanwhile")
			}
			if d := s.dead(); d != want {
				t.Errorf("dead for %v, want %v", d, want)
			}
			guesses = profile.WrongPINs - 1 // dead has typed one
		}
		time.Sleep(profile.LastPause)
		h, _ := s.call()
		for range profile.WrongPINs {
			s.guess()
		}
		for {
			if e := expect[profile.Entry](h); e.Kind == profile.EntryLimited {
				if e.For.Duration() != time.Minute || e.KeyKind != core.KeyPIN || e.Credential != nil {
					t.Errorf("after a quiet while: %+v", e)
				}
				break
			}
		}
	})
}

// TestOwnCodeDoesNotHelpGuessing: whoever has a right code has no more tries than a stranger.
func TestOwnCodeDoesNotHelpGuessing(t *testing.T) {
	withTable(t, Config{}, tableOf(map[string]func(*profile.TableRow){"123456": nil}), func(t *testing.T, s *scene) {
		tries := 0
		for began := time.Now(); time.Since(began) < 24*time.Hour; {
			if tries%(profile.WrongPINs-1) == 0 {
				s.lock.Hands("pin 123456")
				time.Sleep(10 * time.Second)
			}
			if s.lock.Hands("pin 999999") == nil {
				tries++
			}
			time.Sleep(profile.RequestWait)
			synctest.Wait()
		}
		if most := profile.WrongPINs + 24*int(time.Hour/profile.ForgivePIN); tries < most/2 || tries > most {
			t.Errorf("%d tries in a day, and %d are meant", tries, most)
		}
	})
}

// TestSlowGuesses are no attack: a code mistyped now and then. At twice that pace they are one.
func TestSlowGuesses(t *testing.T) {
	for pace, want := range map[time.Duration]bool{profile.ForgivePIN: false, profile.ForgivePIN / 2: true} {
		withTable(t, Config{}, tableOf(nil), func(t *testing.T, s *scene) {
			limited := false
			for range 3 * profile.WrongPINs {
				if s.lock.Hands("pin 999999") != nil {
					limited = true
				}
				time.Sleep(pace)
				synctest.Wait()
			}
			for _, l := range s.journal(0) {
				limited = limited || l.Kind == profile.EntryLimited
			}
			if limited != want {
				t.Errorf("one in %v: limited %v", pace, limited)
			}
		})
	}
}

// TestGuessingPastAPowerCut: who takes the batteries out wins nothing.
func TestGuessingPastAPowerCut(t *testing.T) {
	withTable(t, Config{}, tableOf(nil), func(t *testing.T, s *scene) {
		for range profile.WrongPINs - 1 {
			s.guess()
			s.cycle()
		}
		s.guess()
		if got := s.journal(0); got[len(got)-1].Kind != profile.EntryLimited {
			t.Fatalf("%+v", got)
		}
		time.Sleep(59 * time.Second)
		s.cycle()
		if d := s.dead(); d != time.Minute {
			t.Errorf("dead for %v after a start", d)
		}
		for range profile.WrongPINs - 1 {
			s.guess()
		}
		s.cycle()
		if d := s.dead(); d != 2*time.Minute {
			t.Errorf("dead for %v in the second round", d)
		}
	})
}

// TestHubKnowsTheCode: what the hub opens for, or refuses for another reason than that it does not
// know it, is no guess; nor does it take one back.
func TestHubKnowsTheCode(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		say := func(granted bool, why core.Reason) {
			s.hands("pin 123456")
			q := expect[profile.AccessRequest](h)
			h.send(profile.Verdict{Request: q.Request, Granted: granted, Reason: why, Command: s.id()})
			expect[profile.Result](h)
		}
		for range 2 * profile.WrongPINs {
			say(false, core.OutsideSchedule)
			say(true, core.Granted)
		}
		for range profile.WrongPINs - 1 {
			say(false, core.CredentialUnknown)
			say(true, core.Granted)
		}
		if got := s.journal(0); len(got) != 0 {
			t.Errorf("%+v", got)
		}
		say(false, core.PINWrong)
		if got := s.journal(0); len(got) != 1 || got[0].Kind != profile.EntryLimited {
			t.Errorf("%+v", got)
		}
	})
}
