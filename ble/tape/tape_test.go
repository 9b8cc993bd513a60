package tape

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/core/clock"
)

const small = title + `
# a lock says hello
     0.000000000  heard    c0:00:00:00:00:01/random -60 open 020106
     0.100000000  connect  1 c0:00:00:00:00:01/random 00000000-0000-0000-0000-000000000000
     0.200000000  up       1 247
     0.200000000  write    1 0 1100
     0.230000000  wrote    1
     0.250000000  note     1 1 2001
     5.000000000  end      1 lost
`

func smallTape(t *testing.T) *Tape {
	tape, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	return tape
}

// What is written is what was read.
func TestTapeIsReadAsItIsWritten(t *testing.T) {
	var b bytes.Buffer
	if err := smallTape(t).Write(&b); err != nil || b.String() != small {
		t.Errorf("%v\n%s", err, b.String())
	}
}

// A line that makes no sense is named.
func TestSenselessLineIsNamed(t *testing.T) {
	for line, want := range map[string]string{
		"     9.000000000  sang     1":       "no event",
		"     9.000000000  note     2 1 20":  "link 2 was never connected",
		"     1.000000000  end      1 lost":  "earlier",
		"     9.000000000  end      1 tired": "no reason",
		"     9.00  end      1 lost":         "no time",
		"     9.000000000  up       1 5":     "no number from 23",
		"     9.000000000  note     1 1 2":   "no bytes",
		"     9.000000000  close    1 2":     "too much",
		"     9.000000000  heard    c0:00:00:00:00:01 -60 open " + strings.Repeat("00", 32): "more than 31",
	} {
		if _, err := Read(strings.NewReader(small + line + "\n")); err == nil || !strings.Contains(err.Error(), "line 10:") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
	if _, err := Read(strings.NewReader("something else\n")); err == nil {
		t.Error("anything is a tape")
	}
}

// play plays the small tape to a hub.
func play(t *testing.T, hub func(context.Context, *Player)) (err error) {
	synctest.Test(t, func(t *testing.T) {
		p := Play(smallTape(t), clock.Process())
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan struct{})
		go func() { hub(ctx, p); close(over) }()
		err = p.Run(ctx)
		stop()
		<-over
	})
	return err
}

var addr = ble.Addr{MAC: [6]byte{0xc0, 0, 0, 0, 0, 1}, Random: true}

// The lock's side comes at its times, and ends as it ended.
func TestPlayedLockKeepsItsTimes(t *testing.T) {
	err := play(t, func(ctx context.Context, p *Player) {
		began := time.Now()
		l, err := p.Connect(ctx, addr, ble.GATT{})
		if err != nil || l.MTU() != 247 || time.Since(began) != 200*time.Millisecond {
			t.Errorf("up after %v: %v", time.Since(began), err)
			return
		}
		if err := l.Write(ctx, 0, []byte{0x11, 0}); err != nil || time.Since(began) != 230*time.Millisecond {
			t.Errorf("written after %v: %v", time.Since(began), err)
		}
		if n := <-l.Notifications(); n.Char != 1 || !bytes.Equal(n.Data, []byte{0x20, 1}) {
			t.Errorf("%+v", n)
		}
		<-l.Done()
		if !errors.Is(l.Err(), ble.ErrLinkLost) || time.Since(began) != 5*time.Second {
			t.Errorf("over after %v: %v", time.Since(began), l.Err())
		}
	})
	if err != nil {
		t.Error(err)
	}
}

// A hub that does anything else is told what, and the radio is dead from there.
func TestHubThatDiffersEndsThePlay(t *testing.T) {
	for want, write := range map[string][]byte{"differ from 1 on": {0x11, 1}, "": {0x11, 0}, "did not do what is due": nil} {
		err := play(t, func(ctx context.Context, p *Player) {
			l, err := p.Connect(ctx, addr, ble.GATT{})
			if err != nil {
				t.Error(err)
				return
			}
			if write != nil {
				if err := l.Write(ctx, 0, write); (err != nil) != (want != "") {
					t.Errorf("%x: %v", write, err)
				}
			}
			<-l.Done()
		})
		if (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%x: %v", write, err)
		}
	}
	err := play(t, func(ctx context.Context, p *Player) {
		if _, err := p.Connect(ctx, ble.Addr{}, ble.GATT{}); !errors.Is(err, ble.ErrRadioDown) {
			t.Errorf("%v", err)
		}
	})
	if err == nil || !strings.Contains(err.Error(), "not on the tape") {
		t.Errorf("%v", err)
	}
}

// FuzzRead: any bytes are an error or a tape, which is written as it was read.
func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	tapes, _ := filepath.Glob("../../testdata/ble/*.tape")
	for _, p := range tapes {
		if b, err := os.ReadFile(p); err == nil && len(b) < 1<<14 {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		first, err := Read(bytes.NewReader(b))
		if err != nil {
			return
		}
		var once, twice bytes.Buffer
		if err := first.Write(&once); err != nil {
			t.Fatal(err)
		}
		second, err := Read(bytes.NewReader(once.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, once.String())
		}
		if second.Write(&twice); once.String() != twice.String() {
			t.Errorf("%s\n%s", once.String(), twice.String())
		}
	})
}
