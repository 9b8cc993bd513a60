package virtual

import (
	"testing"

	"localiq/ble/profile"
	"localiq/core/clock"
)

// FuzzHands: whatever is typed at a door, the lock stands.
func FuzzHands(f *testing.F) {
	for _, line := range []string{"tag 04A1B2C3", "power off", "battery 12", "", "pin 1", "open \x00", "power on\nopen"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		l, err := New(Config{}, clock.Process())
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		if err := l.Hands(line); err == nil {
			l.Hands("open")
		}
		if l.Powered() && len(l.Advert(front)) != 31 {
			t.Errorf("%x is advertised", l.Advert(front))
		}
	})
}

// FuzzMemory: whatever the memory holds, it is a lock's or it is refused.
func FuzzMemory(f *testing.F) {
	made := &RAM{}
	l, err := New(Config{Memory: made}, clock.Process())
	if err != nil {
		f.Fatal(err)
	}
	l.Hands("open")
	l.Close()
	f.Add(made.b)
	f.Add([]byte("{}"))
	f.Add([]byte(`{"Version":2}`))
	f.Add([]byte(`{"Version":1,"Serial":"AAAAAA==","Journal":{"ID":"AAAAAAAAAAA=","Lines":[{}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := New(Config{Memory: &RAM{b: b}}, clock.Process())
		if err != nil {
			return
		}
		defer l.Close()
		l.Hands("pair")
		l.Hands("open")
		l.mu.Lock()
		defer l.mu.Unlock()
		for i := range l.rec.Journal.Lines {
			l.entry(l.rec.Journal.tail() + uint32(i))
		}
		l.rec.recall(profile.CommandID{})
	})
}
