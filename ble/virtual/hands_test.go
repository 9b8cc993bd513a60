package virtual

import (
	"strings"
	"testing"

	"localiq/ble/profile"
	"localiq/core"
)

// A line that cannot be read says what is wrong, changes nothing, and repeats
// nothing of a tag or a PIN.
func TestUnreadableHandsChangeNothing(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		before := s.lock.Advert(front)
		for _, line := range []string{"tag", "tag 04A1B", "tag 77777777777777777777X", "tag-hold 0x04", "pin 77777", "pin 7777777a", "open wide",
			"close x", "handle up", "battery", "battery 0", "battery 101", "battery -1", "battery full", "power", "power of", "pair now", "reset!",
			"jam it", "unjam it", "tamper it", "knock", "TAG 04A1B2C3", "reset now"} {
			err := s.lock.Hands(line)
			if err == nil || strings.Contains(err.Error(), "777") {
				t.Errorf("%q: %v", line, err)
			}
		}
		if string(s.lock.Advert(front)) != string(before) {
			t.Error("a bad line changed something")
		}
		for _, line := range []string{"", "   ", "# a remark", " close "} {
			if err := s.lock.Hands(line); err != nil {
				t.Errorf("%q: %v", line, err)
			}
		}
	})
}

// Every verb that the help names works, and every verb is in the help.
func TestEveryVerbIsInTheHelp(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(HandsHelp) {
		example, _, _ := strings.Cut(line, "  ")
		stage(t, Config{}, func(t *testing.T, s *scene) {
			s.pair()
			if err := s.lock.Hands(example); err != nil {
				t.Errorf("%q: %v", example, err)
			}
		})
		verb, _, _ := strings.Cut(example, " ")
		seen[verb] = true
		if !strings.Contains(verbList, example) && !strings.Contains(verbList, verb) {
			t.Errorf("%q is not in the list of an error", verb)
		}
	}
	for verb := range verbs {
		if !seen[verb] {
			t.Errorf("the help does not name %q", verb)
		}
	}
}

// TestOneKeyAtATime: a second key waits for the first one's verdict; an unpaired lock reads none.
func TestOneKeyAtATime(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		if err := s.lock.Hands("tag 04A1B2C3"); err == nil {
			t.Error("an unpaired lock waits for a verdict")
		}
		s.pair()
		s.hands("tag 04A1B2C3")
		if err := s.lock.Hands("tag 04A1B2C4"); err == nil {
			t.Error("two at once")
		}
	})
}

// A door without a contact has no open and no close, and says so. [D-11]
func TestDoorWithoutAContactSaysSo(t *testing.T) {
	stage(t, Config{NoSensor: true}, func(t *testing.T, s *scene) {
		if err := s.lock.Hands("open"); err == nil {
			t.Error("it felt the door")
		}
		if c := s.lock.State().Contact; c != core.ContactAbsent {
			t.Errorf("%s", c)
		}
	})
}

// TestStateIsTold: battery, clock and tamper reach a session without being asked for.
func TestStateIsTold(t *testing.T) {
	inSession(t, Config{Firmware: "2.1"}, func(t *testing.T, s *scene, h *talk) {
		s.hands("battery 12")
		if st := expect[profile.State](h); st.Battery != 12 || st.Firmware != "2.1" {
			t.Errorf("%+v", st)
		}
		if a, _ := profile.ParseAdvert(s.lock.Advert(front)); !a.Flags.Has(profile.FlagBatteryLow | profile.FlagClockUnset) {
			t.Errorf("%+v", a)
		}
		h.send(profile.SetClock{UTC: 1795339881000, Quality: core.Holdover})
		if st := expect[profile.State](h); st.Clock != core.Holdover {
			t.Errorf("%+v", st)
		}
		s.hands("tamper")
		if e := expect[profile.Entry](h); e.Kind != profile.EntryTamper {
			t.Errorf("%+v", e)
		}
		if a, _ := profile.ParseAdvert(s.lock.Advert(front)); !a.Flags.Has(profile.FlagTamper) || a.Flags.Has(profile.FlagClockUnset) {
			t.Errorf("%+v", a)
		}
	})
}
