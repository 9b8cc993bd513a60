package core

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestEveryEventSurvivesTheWire: what is written can be read back as it was.
func TestEveryEventSurvivesTheWire(t *testing.T) {
	for name, typ := range allEvents {
		e := reflect.New(typ).Elem().Interface().(Event)
		in := Input{ID: 7, At: Instant{Wall: 1, Boot: "b", Up: 2, Trust: Trusted}, Claim: LockTime{Journal: "j", Index: 3}, Late: true, Event: e}
		b, err := json.Marshal(in)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var back Input
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("%s: %v in %s", name, err, b)
		}
		if !reflect.DeepEqual(in, back) {
			t.Errorf("%s: %+v became %+v", name, in, back)
		}
	}
}

func TestEveryWishAndOpSurvivesTheWire(t *testing.T) {
	for _, typ := range allWishes {
		a := Asked{Origin{Kind: FromCLI, Request: "r"}, reflect.New(typ).Elem().Interface().(Wish), true}
		var back Asked
		roundTrip(t, a, &back)
		if !reflect.DeepEqual(a, back) {
			t.Errorf("%+v became %+v", a, back)
		}
	}
	for _, typ := range allOps {
		c := Command{ID: CommandID{1, 2, 3}, Lock: "l", Op: reflect.New(typ).Elem().Interface().(Op)}
		var back Command
		roundTrip(t, c, &back)
		if !reflect.DeepEqual(c, back) {
			t.Errorf("%+v became %+v", c, back)
		}
	}
}

func roundTrip(t *testing.T, v, back any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, back)
	}
	if err != nil {
		t.Fatalf("%T: %v in %s", v, err, b)
	}
}

// TestUnknownWordIsRefused: an older release must not take a newer event for nothing.
func TestUnknownWordIsRefused(t *testing.T) {
	for _, bad := range []string{`{"DoorExploded":{}}`, `{}`, `{"DoorOpened":{},"DoorClosed":{}}`, `null`, `[]`, `{"DoorOpened":{"Lock":3}}`} {
		if e, err := DecodeEvent([]byte(bad)); err == nil {
			t.Errorf("%s became %#v", bad, e)
		}
	}
	var b Bolt
	if err := b.UnmarshalText([]byte("ajar")); err == nil {
		t.Error("a bolt can be ajar")
	}
}

// TestSecretsDoNotPrint [pin.secret]: in no verb, no JSON, no struct around them.
func TestSecretsDoNotPrint(t *testing.T) {
	s := NewSecret("471193")
	p := Private{Person: "p", Secrets: map[KeyID]Secret{"k": s}}
	j, _ := json.Marshal(p)
	in, _ := json.Marshal(Input{Event: Ticked{}, Private: []Private{p}})
	for _, out := range []string{fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %s %q", p, p, s, s, s), string(j), string(in)} {
		if strings.Contains(out, "471193") {
			t.Errorf("it says %s", out)
		}
	}
	if s.Reveal() != "471193" {
		t.Error("Reveal does not")
	}
}

func TestEditIsAllOrNothing(t *testing.T) {
	base, err := NewConfig().With(1, []Edit{Put(Settings{Name: "Site", Zone: "UTC"}), Put(Schedule{ID: "s", Name: "Day", Windows: []Window{{Days: EveryDay, Start: 0, End: EndOfDay}}})}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	good := Put(Door{ID: "d1", Name: "Front"})
	for name, bad := range map[string]Edit{
		"unknown group":     Put(Person{ID: "p", Groups: []GroupID{"nope"}}),
		"unknown schedule":  Put(Door{ID: "d2", Office: OfficeEasy, Schedule: "nope"}),
		"no schedule":       Put(Door{ID: "d2", Office: OfficeEasy}),
		"open too long":     Put(Door{ID: "d2", OpenFor: 241}),
		"38 s out of range": Put(Door{ID: "d2", NotClosed: 4}),
		"empty window":      Put(Schedule{ID: "s2", Windows: []Window{{Days: EveryDay, Start: 60, End: 60}}}),
		"ends first":        Put(Person{ID: "p", From: 5, Until: 5}),
		"zone not loaded":   Put(Settings{Name: "Site", Zone: "Europe/Amsterdam"}),
		"still needed":      Drop(Ref{KindSettings, "site"}),
		"wrong name":        {Ref{KindDoor, "x"}, Door{ID: "y"}},
	} {
		if _, err := base.With(2, []Edit{good, bad}, nil); err == nil {
			t.Errorf("%s: accepted", name)
		}
		if base.Door("d1") != nil {
			t.Errorf("%s: half of it was done", name)
		}
	}
}

// TestCredentialIsOfOnePerson [tag], [pin.generated].
func TestCredentialIsOfOnePerson(t *testing.T) {
	key := func(id KeyID, p PersonID, d byte) Edit {
		return Put(Key{ID: id, Person: p, Kind: KeyTag, State: KeyActive, Digest: Digest{d}})
	}
	c, err := NewConfig().With(1, []Edit{Put(Person{ID: "a"}), Put(Person{ID: "b"}), key("k1", "a", 1)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var e *Error
	if _, err := c.With(2, []Edit{key("k2", "b", 1)}, nil); !errors.As(err, &e) || e.Code != CodeInvalid {
		t.Errorf("one tag on two people: %v", err)
	}
	c, err = c.With(2, []Edit{key("k2", "b", 2)}, nil)
	if err != nil || c.KeyOf(Digest{2}).Person != "b" || c.KeyOf(Digest{3}) != nil {
		t.Errorf("%v", err)
	}
}

// TestSeventeenthLockIsRefused [limits].
func TestSeventeenthLockIsRefused(t *testing.T) {
	var es []Edit
	for i := range MaxLocks + 1 {
		es = append(es, Put(Lock{ID: LockID(fmt.Sprint("l", i))}))
	}
	if _, err := NewConfig().With(1, es[:MaxLocks], nil); err != nil {
		t.Error(err)
	}
	var e *Error
	if _, err := NewConfig().With(1, es, nil); !errors.As(err, &e) || e.Code != CodeTree {
		t.Errorf("%v", err)
	}
}

// TestApplySharesAndKeepsTheOld: a reader of the old site sees the old site.
func TestApplySharesAndKeepsTheOld(t *testing.T) {
	c, _ := NewConfig().With(1, []Edit{Put(Door{ID: "b"}), Put(Door{ID: "a"})}, nil)
	s := NewSite(HubState{}).Apply(1, Instant{}, []Change{ConfigBecame{Next: c}})
	n := s.Apply(2, Instant{Up: 1}, []Change{DoorBecame{DoorState{Door: "b", Link: Link{Heard: true}}}})
	if s.Door("b").Link.Heard || !n.Door("b").Link.Heard || n.Door("a") == nil || n.Config != s.Config {
		t.Error("the old site moved, or the new one did not")
	}
	c2, _ := c.With(3, []Edit{Put(Door{ID: "aa"}), Drop(Door{ID: "a"}.Ref())}, nil)
	m := n.Apply(3, Instant{}, []Change{ConfigBecame{Next: c2}})
	if !m.Door("b").Link.Heard || m.Door("a") != nil || m.Door("aa") == nil {
		t.Errorf("%+v", m.Doors)
	}
}

func TestCommandIDBytes(t *testing.T) {
	id := CommandID{Run: 0x0102030405060708, Seq: 0x00a0b0c0d0e0f0, N: 9}
	if back := CommandIDFrom(id.Bytes()); back != id {
		t.Errorf("%v became %v", id, back)
	}
}

func TestDaysAndMinutes(t *testing.T) {
	for text, want := range map[string]string{"Mon-Fri": "Mon,Tue,Wed,Thu,Fri", "Sat-Mon": "Mon,Sat,Sun", "Sun": "Sun", "Mon, Wed": "Mon,Wed"} {
		var d Days
		if err := d.UnmarshalText([]byte(text)); err != nil || d.String() != want {
			t.Errorf("%s: %s, %v", text, d, err)
		}
	}
	for _, bad := range []string{"", "Mo", "Mon-", "-", "Mon,,Tue", "mon"} {
		var d Days
		if err := d.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is %s", bad, d)
		}
	}
	var m Minute
	for _, bad := range []string{"24:01", "8:00", "08:60", "ab:cd", "-1:00", "+8:00", ""} {
		if err := m.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is %s", bad, m)
		}
	}
}

// FuzzDecodeEvent: whatever is on the disk or the socket, it is an event or an error, and an
// event writes itself back.
func FuzzDecodeEvent(f *testing.F) {
	f.Add([]byte(`{"DoorOpened":{"Lock":"l1"}}`))
	f.Add([]byte(`{"SiteEdited":{"Why":"x","Edits":[{"kind":"door","id":"d","item":{"id":"d","name":"Front"}}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := DecodeEvent(b)
		if err != nil {
			return
		}
		if _, err := EncodeEvent(e); err != nil {
			t.Errorf("%s: %v", b, err)
		}
	})
}
