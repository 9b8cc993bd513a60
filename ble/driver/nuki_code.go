package driver

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"localiq/ble/nuki"
	"localiq/core"
)

// codeMark begins the names of the codes that are ours. Others are the owner's own, and are left
// alone.
const (
	codeMark  = "LIQ "
	codeName  = 20  // bytes, of a code's name
	codeHash  = "~" // begins a reference that stands for a longer id
	codesRoom = 200 // that a lock may hold; it says itself when it is full
)

// CodeName is the name of a key's code in a lock: its id, or what stands for one that is too long.
// Nobody's name is ever written into a lock.
func CodeName(k core.KeyID) string {
	id := string(k)
	if room := codeName - len(codeMark); len(id) > room || !printable(id) || strings.HasPrefix(id, codeHash) || id == "" {
		sum := sha256.Sum256([]byte(id))
		id = (codeHash + base64.RawURLEncoding.EncodeToString(sum[:]))[:room]
	}
	return codeMark + id
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f })
}

// keyOf is the other way; ours is false for a code of the owner's own. A key that nobody knows any
// more goes by a name that no key has.
func (f Nuki) keyOf(name string) (k core.KeyID, ours bool) {
	id, ours := strings.CutPrefix(name, codeMark)
	if !ours || !strings.HasPrefix(id, codeHash) {
		return core.KeyID(id), ours
	}
	if f.KeyNamed != nil {
		if k = f.KeyNamed(name); k != "" {
			return k, true
		}
	}
	return core.KeyID("unknown key " + id[len(codeHash):]), true
}

// codeImage is a table as a lock with a keypad takes it. Without its rows it is nothing.
type codeImage struct {
	version core.Seq
	rows    []codeRow
	left    int // keys that no such lock can hold
	skipped []core.KeyID
	whole   bool
}

// codeRow is one code as it should be in the lock.
type codeRow struct {
	name    string
	code    nuki.Code
	limited bool
	limits  nuki.Limits
}

func (im *codeImage) Whole() bool           { return im.whole }
func (im *codeImage) Skipped() []core.KeyID { return im.skipped }

// Slim forgets the codes: they are secrets, and a comparison needs them anew.
func (im *codeImage) Slim() Image { return &codeImage{version: im.version, left: im.left} }

// Image takes the PINs that a keypad takes, and of their rights what the lock can hold whole. A right
// that does not fit gives no code: never a wider one.
func (f Nuki) Image(_ core.Lock, t core.Table, room int) Image {
	im := &codeImage{version: t.Version, whole: true}
	var names []string
	for _, r := range t.Rows {
		if r.Kind != core.KeyPIN {
			continue
		}
		code, err := nuki.ParseCode(r.Credential.Reveal())
		limits, fits := limitsOf(r, t)
		switch name := CodeName(r.Key); {
		case r.Key == "" || r.Credential.Reveal() == "" || slices.Contains(names, name):
			im.skipped = append(im.skipped, r.Key)
		case err != nil || !fits || r.Ask || len(im.rows) == room:
			im.left++
		default:
			names = append(names, name)
			im.rows = append(im.rows, codeRow{name, code, limits != nuki.Limits{}, limits})
		}
	}
	return im
}

// limitsOf is when a code is good, on the clock on the wall, which the lock's own is taken to show.
// All is rounded to the side of less.
func limitsOf(r core.Row, t core.Table) (l nuki.Limits, ok bool) {
	if r.From > 0 {
		l.From = wallOf((r.From-1)/int64(time.Second)+1, t.Zone)
	}
	if r.Until != 0 {
		if r.Until/int64(time.Second) <= max(r.From, 0)/int64(time.Second)+1 {
			return l, false
		}
		l.Until = wallOf(r.Until/int64(time.Second)-1, t.Zone)
	}
	if len(r.Schedules) == 0 {
		return l, true
	}
	days, from, to, ok := windowOf(r.Schedules, t.Schedules)
	if l.Days = daysOf(days); days == core.EveryDay {
		l.Days = 0
	}
	if whole := from == 0 && to == core.EndOfDay; !whole {
		// Whether its last minute is the one that it names nobody knows; and from a time to the same
		// time is all day.
		l.FromClock, l.UntilClock = clockOf(from), clockOf(to-1)
		ok = ok && l.FromClock != l.UntilClock
	}
	return l, ok
}

// windowOf is the one window of all that the places name; false where there is no such window.
func windowOf(places []uint8, schedules []core.Schedule) (days core.Days, from, to core.Minute, ok bool) {
	for _, p := range places {
		if int(p) >= len(schedules) {
			return 0, 0, 0, false
		}
		for _, w := range schedules[p].Windows {
			if w.Start >= w.End || days != 0 && (w.Start != from || w.End != to) {
				return 0, 0, 0, false
			}
			days, from, to = days|w.Days, w.Start, w.End
		}
	}
	return days, from, to, days != 0
}

// daysOf: a lock counts from Monday, the highest bit, to Sunday, the lowest.
func daysOf(d core.Days) (n nuki.Days) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if d.Has(day) {
			n |= 1 << ((7 - uint(day)) % 7)
		}
	}
	return n
}

func clockOf(m core.Minute) nuki.Clock { return nuki.Clock{Hour: uint8(m / 60), Minute: uint8(m % 60)} }

// wallOf is what the wall clock of the site shows at that second of UTC.
func wallOf(second int64, zone []core.ZoneOffset) nuki.Time {
	east := int32(0)
	for i, z := range zone {
		if i == 0 || z.From <= second*int64(time.Second) {
			east = z.East
		}
	}
	return nuki.TimeOf(second + int64(east))
}
