package tape_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/profile"
	"localiq/ble/tape"
	"localiq/ble/virtual"
	"localiq/core"
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

// hub is a driver over a radio, and a hub that grants everything.
type hub struct {
	t      *testing.T
	clock  core.Clock
	driver *driver.Driver
	out    chan core.Input
	start  time.Duration
	told   strings.Builder
	seq    core.Seq
	end    func()
}

func stream(name string) *rand.ChaCha8 { return rand.NewChaCha8(sha256.Sum256([]byte(name))) }

func keyOf(t *testing.T, name string) profile.KeyPair {
	k, err := profile.KeyPairFrom(sha256.Sum256([]byte(name)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func newHub(t *testing.T, r ble.Radio, c core.Clock, rows int) *hub {
	h := &hub{t: t, clock: c, out: make(chan core.Input), start: c.Now().Up}
	family := driver.LocalIQ{Key: keyOf(t, "hub"), Digest: func(core.KeyKind, []byte) (d core.Digest) { return d }, Random: stream("hub")}
	config := driver.Config{Radio: r, Clock: c}
	if rows > 0 {
		family.TableKey = func(core.LockID) [32]byte { return sha256.Sum256([]byte("table")) }
		config.Table = func(context.Context, core.LockID) (core.Table, error) { return tableOf(rows), nil }
	}
	config.Families = []driver.Family{family}
	h.driver = driver.New(config)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.driver.Run(ctx, h.out) }()
	h.end = func() { cancel(); <-ended }
	return h
}

// listen reads for a while, and grants what is asked.
func (h *hub) listen(d time.Duration) {
	for end := time.After(d); ; {
		select {
		case in := <-h.out:
			h.take(in)
		case <-end:
			return
		}
	}
}

func (h *hub) take(in core.Input) {
	fmt.Fprintf(&h.told, "%12v  %T%+v", h.clock.Now().Up-h.start, in.Event, in.Event)
	if in.Claim.Index != 0 {
		fmt.Fprintf(&h.told, "  entry %d, age %v, late %t", in.Claim.Index, in.Claim.Age, in.Late)
	}
	fmt.Fprintln(&h.told)
	if e, ok := in.Event.(core.AccessRequested); ok {
		h.seq++
		h.driver.Do(core.Command{ID: core.CommandID{Run: 7, Seq: h.seq}, Lock: e.Lock, NotAfter: h.clock.Now().Add(2 * time.Second),
			Op: core.Answer{Request: e.Request, Granted: true, Reason: core.Granted, Move: core.Move{To: core.BoltUnlocked, For: 5 * time.Second}}})
	}
}

var front = ble.Addr{MAC: [6]byte{0xc0, 0xde, 0, 0, 0, 1}, Random: true}

func tableOf(rows int) core.Table {
	t := core.Table{Version: 9, OpenFor: 6 * time.Second, Zone: []core.ZoneOffset{{East: 3600}}}
	for i := range rows {
		t.Rows = append(t.Rows, core.Row{Key: core.KeyID(fmt.Sprintf("k-%02d", i)), Kind: core.KeyTag, Credential: core.NewSecret(fmt.Sprintf("04A1B2C3%06X", i))})
	}
	return t
}

// play is what the hub does of itself. What it must know of the lock is noted on the tape.
func (h *hub) play(c talk, tp *tape.Tape) {
	if c.pairs {
		l, err := h.driver.Pair(h.t.Context(), noted[string](h.t, tp, "code"))
		fmt.Fprintf(&h.told, "paired %+v %v\n", l, err)
		return
	}
	key, err := hex.DecodeString(noted[string](h.t, tp, "lock"))
	if err != nil {
		h.t.Fatal(err)
	}
	h.driver.Do(core.Command{Lock: "front", Op: core.Tend{Lock: core.Lock{ID: "front", Family: "localiq",
		Serial: profile.Serial{0x10, 0, 0, 1}.String(), Address: front.String(), PublicKey: key}}})
	h.listen(c.lasts)
}

// noted finds a word of the notes.
func noted[V string | time.Duration](t *testing.T, tp *tape.Tape, name string) (v V) {
	for _, n := range tp.Notes {
		if rest, ok := strings.CutPrefix(n, name+" "); ok {
			switch v := any(&v).(type) {
			case *string:
				*v = rest
			case *time.Duration:
				*v, _ = time.ParseDuration(rest)
			}
			return v
		}
	}
	t.Fatalf("the tape has no note %q", name)
	return v
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
