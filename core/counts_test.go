package core

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
)

// Contract 8: what moves with people is shared, and never changed in place.
func TestCountsAreNeverChangedInPlace(t *testing.T) {
	var c *Counts
	for i := range 300 {
		c = c.With(Count{Person: PersonID(fmt.Sprint("p", i)), Area: "inside"})
	}
	before := c.All()
	next := c.With(Count{Person: "p7", Area: "outside"}.WithKey(KeyCount{Key: "k", Uses: 2})).With(Count{Person: "p8"}).With(Count{Person: "new", Area: "yard"})
	if !reflect.DeepEqual(before, c.All()) || len(before) != 300 {
		t.Fatal("a change reached the one before")
	}
	if n := next.Of("p7"); n.Area != "outside" || n.Key("k").Uses != 2 || n.Key("other").Uses != 0 {
		t.Errorf("%+v", n)
	}
	if next.Of("p8") != nil || next.Of("new") == nil || c.Of("new") != nil || next.Of("nobody") != nil || len(next.All()) != 300 {
		t.Error("somebody who says nothing is still there, or somebody is lost")
	}
	var none *Counts
	if none.Of("p1") != nil || none.All() != nil {
		t.Error("there is nothing in nothing")
	}
	if got := CountsOf(next.All()); !reflect.DeepEqual(got.All(), next.All()) {
		t.Error("made again they differ")
	}
	b, err := json.Marshal(next)
	back := new(Counts)
	if err != nil || json.Unmarshal(b, back) != nil || !reflect.DeepEqual(back.All(), next.All()) {
		t.Errorf("read back they differ: %v", err)
	}
}

// A key that has nothing to count is not kept, and the rows stay in the order of the keys.
func TestKeyCounts(t *testing.T) {
	c := Count{Person: "p"}.WithKey(KeyCount{Key: "b", Uses: 1}).WithKey(KeyCount{Key: "a", Uses: 2}).WithKey(KeyCount{Key: "c"})
	if len(c.Keys) != 2 || c.Keys[0].Key != "a" || c.Keys[1].Key != "b" {
		t.Fatalf("%+v", c)
	}
	was := c
	if c = c.WithKey(KeyCount{Key: "a"}).WithKey(KeyCount{Key: "b"}); !c.IsZero() || len(was.Keys) != 2 || was.Keys[0].Uses != 2 {
		t.Errorf("%+v, before %+v", c, was)
	}
}

// L-2 [pin.generated]: the variant is the last digit and one more, within 1 to 9; back again it is the
// PIN.
func TestNextPIN(t *testing.T) {
	for pin, want := range map[string]string{"739214": "739215", "739219": "739211", "7391": "7392", "": ""} {
		if got := NextPIN(pin, 1); got != want || NextPIN(got, -1) != pin {
			t.Errorf("%s: %s, and back %s", pin, got, NextPIN(got, -1))
		}
	}
}

// L-2: a variant is nobody else's PIN, and no key by itself.
func TestVariantsAreReserved(t *testing.T) {
	pin := func(id KeyID, digest, duress byte) Edit {
		k := Key{ID: id, Person: "p", Kind: KeyPIN, State: KeyActive, Digest: Digest{digest}}
		if duress != 0 {
			k.Duress = Digest{duress}
		}
		return Put(k)
	}
	c, err := NewConfig().With(1, []Edit{Put(Person{ID: "p"}), pin("a", 1, 2), pin("old", 9, 0)}, nil)
	if err != nil || c.KeyOf(Digest{2}) != nil || c.VariantOf(Digest{1}) != nil || c.VariantOf(Digest{2}).ID != "a" || !c.Taken(Digest{2}) || c.Taken(Digest{}) {
		t.Fatal(err)
	}
	for what, e := range map[string]Edit{"a PIN that is a variant": pin("b", 2, 3), "a variant that is a PIN": pin("b", 3, 1), "two of one variant": pin("b", 3, 2),
		"its own": pin("b", 3, 3), "a tag's": Put(Key{ID: "t", Person: "p", Kind: KeyTag, State: KeyActive, Digest: Digest{4}, Duress: Digest{5}}),
		"less than none": Put(Key{ID: "t", Person: "p", Kind: KeyTag, State: KeyActive, Digest: Digest{4}, Uses: -1})} {
		if _, err := c.With(2, []Edit{e}, nil); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
}

func TestGuardIsChecked(t *testing.T) {
	for want, g := range map[string]Guard{"": {Area: "inside", Passback: PassbackHard}, "door d: passback is soft, and no area says where the door leads": {Passback: PassbackSoft}} {
		_, err := NewConfig().With(1, []Edit{Put(Door{ID: "d", Guard: g})}, nil)
		if got := fmt.Sprint(err); got != want && !(want == "" && err == nil) {
			t.Errorf("%+v: %s", g, got)
		}
	}
}
