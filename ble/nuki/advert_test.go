package nuki

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

const hexKeyturner = "a92ee200550111e4916c0800200c9a66"

// TestAdvert: what a lock sends, by hand, and made again.
func TestAdvert(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want Advert
	}{
		"beacon":           {"020106" + "1aff" + "4c000215" + hexKeyturner + "2f3a6b01" + "c4", Advert{ID: 0x2f3a6b01, Beacon: true, Power: 0xc4}},
		"changed":          {"020106" + "1aff" + "4c000215" + hexKeyturner + "2f3a6b01" + "c9", Advert{ID: 0x2f3a6b01, Beacon: true, Power: 0xc8, Changed: true}},
		"pairing, classic": {"020106" + "1521" + "669a0c2000086c91e411015500e12ea9" + "2f3a6b01", Advert{Pairing: Classic}},
		"pairing, fifth":   {"020106" + "1521" + "669a0c2000086c91e411015500e32ea9" + "2f3a6b01", Advert{Pairing: Fifth}},
	} {
		raw := unhex(t, c.raw)
		a, ok := ParseAdvert(raw)
		if !ok || a != c.want {
			t.Errorf("%s: %+v %v", name, a, ok)
		}
		if a.Pairing != GenerationUnknown {
			a.ID = 0x2f3a6b01 // it is said, and not read
		}
		if !bytes.Equal(a.Bytes(), raw) || len(raw) > 31 {
			t.Errorf("%s: %x, not %x", name, a.Bytes(), raw)
		}
	}
	if a, ok := ParseAdvert(NameAdvert(0x2f3a6b01)); !ok || a != (Advert{ID: 0x2f3a6b01}) {
		t.Errorf("name: %+v %v", a, ok)
	}
	if a, ok := ParseAdvert(unhex(t, "1121"+"669a0c2000086c91e411015500e12ea9")); !ok || a.Pairing != Classic {
		t.Errorf("without data: %+v %v", a, ok)
	}
}

// TestAdvertOfSomebodyElse: HomeKit's from the same lock, other beacons, and what is cut short.
func TestAdvertOfSomebodyElse(t *testing.T) {
	for name, raw := range map[string]string{
		"nothing":         "",
		"flags":           "020106",
		"HomeKit":         "020106" + "13ff" + "4c00" + "0611" + zeroes(14),
		"other beacon":    "1aff" + "4c000215" + zeroes(16) + "2f3a6b01" + "c5",
		"not Apple":       "1aff" + "4d000215" + hexKeyturner + "2f3a6b01" + "c5",
		"a byte short":    "19ff" + "4c000215" + hexKeyturner + "2f3a6b01",
		"cut":             "1aff" + "4c000215" + hexKeyturner + "2f3a6b",
		"other service":   "1521" + "669a0c2000086c91e411015500e22ea9" + "2f3a6b01",
		"half a service":  "0421" + "669a0c",
		"other name":      "0e09" + "4e756b695f3246334136423047", // Nuki_2F3A6B0G
		"behind a zero":   "00" + "1aff" + "4c000215" + hexKeyturner + "2f3a6b01" + "c5",
		"the name's only": "0609" + "4e756b695f",
	} {
		if a, ok := ParseAdvert(unhex(t, raw)); ok || a != (Advert{}) {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestID(t *testing.T) {
	for _, s := range []string{"2F3A6B01", "2f3a6b01", "Nuki_2F3A6B01", "nuki 2F 3A 6B 01", "NUKI-2f:3a:6b:01", " 2F3A6B01 "} {
		if id, err := ParseID(s); err != nil || id != 0x2f3a6b01 {
			t.Errorf("%q: %v %v", s, id, err)
		}
	}
	for _, s := range []string{"", "nuki", "2F3A6B0", "2F3A6B012", "2F3A6B0G", "nuki 2F3A6B01 1234", "nukinuki2F3A6B01"} {
		if id, err := ParseID(s); !errors.Is(err, ErrID) || s != "" && strings.Contains(err.Error(), s+" ") {
			t.Errorf("%q: %v %v", s, id, err)
		}
	}
	if id := ID(0x2f3a6b01); id.Name() != "Nuki_2F3A6B01" || id.String() != "2F3A6B01" {
		t.Error(id)
	}
}
