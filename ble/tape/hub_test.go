package tape_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/profile"
	"localiq/ble/tape"
	"localiq/core"
)

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
	fmt.Fprintf(&h.told, "%12v  %s", h.clock.Now().Up-h.start, inWords(in.Event))
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

// inWords leaves out what has nothing to say, so that a new field of core changes no recording.
func inWords(v any) string {
	x := reflect.ValueOf(v)
	var fields []string
	for f, is := range x.Fields() {
		if !is.IsZero() {
			fields = append(fields, fmt.Sprintf("%s:%+v", f.Name, is.Interface()))
		}
	}
	return fmt.Sprintf("%T{%s}", v, strings.Join(fields, " "))
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
		l, _, err := h.driver.Pair(h.t.Context(), noted[string](h.t, tp, "code"))
		fmt.Fprintf(&h.told, "paired %s %v\n", inWords(l), err)
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
