package driver

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"
	"unicode/utf8"

	"localiq/ble/profile"
	"localiq/core"
)

// rowOf is a key in the lock's form. Times are rounded so that the row never opens when the key
// would not. ok is false for a key that has no credential, or that never opens.
func rowOf(r core.Row, tableKey []byte) (row profile.TableRow, ok bool) {
	b, err := core.ParseCredential(r.Kind, r.Credential.Reveal())
	if err != nil || r.Key == "" {
		return row, false
	}
	defer clear(b)
	row = profile.TableRow{Hash: profile.HashKey(tableKey, r.Kind, b), Kind: r.Kind, Ref: RefOf(r.Key), Ask: r.Ask, Schedules: placesOf(r.Schedules)}
	if r.From > 0 {
		row.From = (r.From-1)/int64(time.Millisecond) + 1
	}
	if r.Until != 0 {
		if row.Until = r.Until / int64(time.Millisecond); row.Until <= row.From {
			return row, false
		}
	}
	if r.Lease != 0 {
		row.Lease = max(profile.MillisOf(r.Lease), 1) // 0 would be: for ever
	}
	return row, true
}

// placesOf leaves off what a row has no room for: fewer hours, never more.
func placesOf(places []uint8) (out []uint64) {
	for _, p := range places {
		out = append(out, uint64(p))
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), profile.MaxRowSchedules)]
}

func schedulesOf(ss []core.Schedule) (out []profile.TableSchedule) {
	for _, s := range ss {
		var t profile.TableSchedule
		for _, w := range s.Windows[:min(len(s.Windows), profile.MaxWindows)] {
			end := w.End
			if end == 0 {
				end = core.EndOfDay
			}
			t.Windows = append(t.Windows, profile.TableWindow{Days: uint8(w.Days), Start: uint16(w.Start), End: uint16(end)})
		}
		out = append(out, t)
	}
	return out
}

// zoneOf: the first holds since ever, and so from 0 on.
func zoneOf(zs []core.ZoneOffset) (out []profile.TableOffset) {
	for _, z := range zs {
		o := profile.TableOffset{From: z.From / int64(time.Millisecond), East: z.East}
		if n := len(out); n == 0 {
			o.From = 0
		} else if o.From <= out[n-1].From {
			out[n-1].East = o.East
			continue
		}
		out = append(out, o)
	}
	return out
}

// hashedRef begins a reference that stands for a longer id. No text in UTF-8 has that byte.
const hashedRef = 0xff

// RefOf is what stands for a key in a lock's table and its journal: its id, or, where that is too
// long, the first bytes of its SHA-256. Two keys never have the same.
func RefOf(k core.KeyID) []byte {
	if len(k) <= profile.MaxRef && utf8.ValidString(string(k)) {
		return []byte(k)
	}
	sum := sha256.Sum256([]byte(k))
	return append([]byte{hashedRef}, sum[:profile.MaxRef-1]...)
}

// keyOf is the other way. A key that nobody knows any more goes by a name that no key has.
func (f LocalIQ) keyOf(ref []byte) core.KeyID {
	if len(ref) == 0 || ref[0] != hashedRef {
		return core.KeyID(ref)
	}
	if f.LongKey != nil {
		if k := f.LongKey(ref); k != "" {
			return k
		}
	}
	return core.KeyID("unknown key " + hex.EncodeToString(ref[1:]))
}
