package tape_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/ble/tape"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

var update = flag.Bool("update", false, "record the conversations of testdata/ble anew; read their difference afterwards")

// talk is one recorded conversation. The keys are made of names, and of nobody's site.
type talk struct {
	name, note string
	// before is what happened until the recording began; door what hands do meanwhile, by time.
	before func(*virtual.Lock)
	door   map[time.Duration]string
	pairs  bool
	rows   int           // of a table that is brought; 0: none
	cut    time.Duration // at which the link is lost
	lasts  time.Duration
}

var talks = []talk{
	{name: "tag", note: "a tag at a lock that nobody is connected to, granted, and the door", lasts: 20 * time.Second,
		door: map[time.Duration]string{2 * time.Second: "tag 04A1B2C3D4E5F6", 4 * time.Second: "open", 6 * time.Second: "close"}},
	{name: "journal", note: "what a lock wrote while nobody was there, fetched; the link is lost on the way", lasts: 30 * time.Second, cut: 700 * time.Millisecond,
		before: func(l *virtual.Lock) {
			for range 40 {
				l.Hands("open")
				time.Sleep(time.Minute)
				l.Hands("close")
			}
		}},
	{name: "table", note: "a table of forty keys, brought; the link is lost on the way, and the rest follows", rows: 40, lasts: 20 * time.Second, cut: 900 * time.Millisecond},
	{name: "pairing", note: "a lock as new becomes ours", lasts: 5 * time.Second, pairs: true},
}

// TestRecordedTalks plays each conversation of testdata/ble to the driver: it must say the same
// again, byte for byte, and tell the hub the same.
func TestRecordedTalks(t *testing.T) {
	for _, c := range talks {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join("../../testdata/ble", c.name)
			if *update {
				if os.Getenv("CI") != "" {
					t.Fatal("-update in CI would make every recording true")
				}
				tp, told := c.record(t)
				var b bytes.Buffer
				if err := tp.Write(&b); err != nil {
					t.Fatal(err)
				}
				if os.WriteFile(file+".tape", b.Bytes(), 0o644) != nil || os.WriteFile(file+".events", []byte(told), 0o644) != nil {
					t.Fatal("cannot write")
				}
			}
			b, err := os.ReadFile(file + ".tape")
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(file + ".events")
			if err != nil {
				t.Fatal(err)
			}
			tp, err := tape.Read(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			if told := c.replay(t, tp); told != string(want) {
				t.Errorf("the hub is told\n%s\nwant\n%s", told, want)
			}
		})
	}
}

// TestChangedRecordingIsNoticed is the control: one bit of what the lock said, or of what the hub
// did, and the replay is another.
func TestChangedRecordingIsNoticed(t *testing.T) {
	b, err := os.ReadFile("../../testdata/ble/tag.tape")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []tape.Kind{tape.Write, tape.Note} {
		tp, err := tape.Read(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		for i := range tp.Events {
			if e := &tp.Events[i]; e.Kind == kind {
				e.Data[len(e.Data)-1] ^= 1
				break
			}
		}
		synctest.Test(t, func(t *testing.T) {
			c := clock.Process()
			p := tape.Play(tp, c)
			time.Sleep(noted[time.Duration](t, tp, "after"))
			over := make(chan error, 1)
			go func() { over <- p.Run(t.Context()) }()
			h := newHub(t, p, c, 0)
			h.play(talks[0], tp)
			h.end()
			if err := <-over; err == nil {
				t.Errorf("nobody noticed a %s that was changed", kind)
			}
		})
	}
}

// record has a lock in software play its part.
func (c talk) record(t *testing.T) (tp *tape.Tape, told string) {
	synctest.Test(t, func(t *testing.T) {
		clk := clock.Process()
		air := virtual.NewAir(clk)
		air.SetWeather(virtual.Weather{Loss: 0.02, Delay: time.Millisecond})
		lock, err := virtual.New(virtual.Config{Model: "Virtual", Serial: profile.Serial{0x10, 0, 0, 1}, Journal: 1000, Random: stream("lock")}, clk)
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Close()
		defer air.Close()
		air.Add(front, lock, -60)
		time.Sleep(time.Millisecond)
		lock.Hands("pair")
		if !c.pairs {
			own(t, air, lock)
		}
		if c.before != nil {
			c.before(lock)
		}
		time.Sleep(time.Second)
		key := lock.PublicKey()
		notes := []string{c.note, fmt.Sprintf("lock %x", key[:]), fmt.Sprintf("after %v", clk.Now().Up)}
		if c.pairs {
			notes = append(notes, "code "+lock.SetupCode().Reveal())
		}
		r := tape.Record(air, clk, notes...)
		for at, line := range c.door {
			time.AfterFunc(at, func() { lock.Hands(line) })
		}
		if c.cut > 0 {
			time.AfterFunc(c.cut, func() { air.Drop(front) })
		}
		h := newHub(t, r, clk, c.rows)
		h.play(c, &tape.Tape{Notes: notes})
		tp, told = r.Tape(), h.told.String()
		h.end()
	})
	return tp, told
}

// own makes the lock the hub's, by hand.
func own(t *testing.T, air *virtual.Air, lock *virtual.Lock) {
	l, err := air.Connect(t.Context(), front, profile.GATT)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ch, err := profile.OpenPairing(keyOf(t, "hub"), lock.SetupCode(), l.MTU(), stream("pairing"))
	if err != nil {
		t.Fatal(err)
	}
	for !lock.Paired() {
		for _, v := range ch.Outgoing() {
			if err := l.Write(t.Context(), profile.RX, v); err != nil {
				t.Fatal(err)
			}
		}
		select {
		case n := <-l.Notifications():
			ch.Receive(n.Data)
		case <-time.After(time.Second):
		}
	}
}

// replay has the tape play the lock's part.
func (c talk) replay(t *testing.T, tp *tape.Tape) (told string) {
	synctest.Test(t, func(t *testing.T) {
		clk := clock.Process()
		time.Sleep(noted[time.Duration](t, tp, "after"))
		p := tape.Play(tp, clk)
		over := make(chan error, 1)
		go func() { over <- p.Run(t.Context()) }()
		h := newHub(t, p, clk, c.rows)
		h.play(c, tp)
		told = h.told.String()
		h.end()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	return told
}
