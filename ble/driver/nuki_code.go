package driver

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
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
	left    int // keys that are not in rows, and should be
	why     core.LeftFor
	skipped []core.KeyID
	zone    []core.ZoneOffset // of the clock on the wall that the limits are for
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
func (im *codeImage) Slim() Image { return &codeImage{version: im.version, left: im.left, why: im.why} }

// Image takes the PINs that a keypad takes, and of their rights what the lock can hold whole. A right
// that does not fit gives no code: never a wider one.
func (f Nuki) Image(_ core.Lock, t core.Table, room int) Image {
	im := &codeImage{version: t.Version, zone: t.Zone, whole: true}
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
		case err != nil || !fits || r.Ask:
			im.left, im.why = im.left+1, im.why|core.LeftForm
		case len(im.rows) == room:
			im.left, im.why = im.left+1, im.why|core.LeftRoom
		default:
			names = append(names, name)
			im.rows = append(im.rows, codeRow{name, code, limits != nuki.Limits{}, limits})
		}
	}
	return im
}
