package profile

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"localiq/core"
)

// TableImage is one lock's whole table, as the hub wants it or as it counts in the lock. Both
// ends hash it, and by the hashes the hub knows what the lock lacks. It is never changed once
// it counts: a lock replaces it. It prints as nothing, for it holds a key.
type TableImage struct {
	Key       []byte     // 32 bytes, of every Hash in Rows
	OpenFor   Millis     // of a momentary opening
	First     bool       // before the hub
	Rows      []TableRow // ascending by Hash
	Schedules []TableSchedule
	Zone      []TableOffset // the first From is 0
}

func (t *TableImage) String() string   { return "a lock's table" }
func (t *TableImage) GoString() string { return t.String() }

// Check says in English what makes it no table that a lock could take.
func (t *TableImage) Check() error {
	switch {
	case len(t.Key) != keySize || t.OpenFor == 0 || t.OpenFor > MillisOf(MaxUnlock):
		return errors.New("its key or its time to open is none")
	case len(t.Schedules) > MaxSchedules || !schedulesValid(t.Schedules):
		return errors.New("its schedules are too many, or not as they should be")
	case len(t.Zone) > MaxOffsets || !zoneValid(t.Zone) || len(t.Zone) > 0 && t.Zone[0].From != 0:
		return errors.New("its zone is not as it should be")
	case len(t.Zone) == 0 && len(t.Schedules) > 0:
		return errors.New("it has schedules and no zone")
	}
	for i, r := range t.Rows {
		switch n := len(r.Schedules); {
		case !r.valid() || i > 0 && !t.Rows[i-1].Hash.before(r.Hash):
			return errors.New("a row is not as it should be, or not in its place")
		case n > 0 && r.Schedules[n-1] >= uint64(len(t.Schedules)):
			return errors.New("a row names a schedule that is not there")
		}
	}
	return nil
}

// Mark names the table; version is the hub's own.
func (t *TableImage) Mark(version uint64) TableMark {
	return TableMark{Version: version, Hash: t.Hash(), Rows: uint32(len(t.Rows))}
}

// Find is the row of a key that was presented.
func (t *TableImage) Find(kind core.KeyKind, credential []byte) (r TableRow, ok bool) {
	h := HashKey(t.Key, kind, credential)
	i, ok := slices.BinarySearchFunc(t.Rows, h, func(r TableRow, h KeyHash) int { return slices.Compare(r.Hash[:], h[:]) })
	if !ok || t.Rows[i].Kind != kind {
		return r, false
	}
	return t.Rows[i], true
}

const (
	partName  = "Local IQ lock table part"
	tableName = "Local IQ lock table"
)

// Hash is over everything that the lock opens by: change any of it and it is another.
func (t *TableImage) Hash() (h TableHash) {
	b := append([]byte(tableName), Version)
	check := CheckOf(t.Key)
	b = binary.BigEndian.AppendUint64(append(b, check[:]...), uint64(t.OpenFor))
	first := byte(0)
	if t.First {
		first = 1
	}
	b = append(b, first)
	for _, sum := range t.sums() {
		b = append(b, sum[:]...)
	}
	sum := sha256.Sum256(b)
	copy(h[:], sum[:])
	return h
}

// Parts are the TableParts+1 hashes by which two tables are compared.
func (t *TableImage) Parts() []PartHash {
	out := make([]PartHash, TableParts+1)
	for i, sum := range t.sums() {
		copy(out[i][:], sum[:])
	}
	return out
}

// sums are SHA-256 of each part: name ‖ version ‖ part ‖ its rows, each as in a TablePut; the
// times' has how many schedules, the schedules, the offsets.
func (t *TableImage) sums() (out [TableParts + 1][sha256.Size]byte) {
	var text [TableParts + 1][]byte
	for i := range text {
		text[i] = append([]byte(partName), Version, byte(i))
	}
	for _, r := range t.Rows {
		p := &text[PartOf(r.Hash)]
		*p = append(*p, written(r)...)
	}
	times := append(text[TimesPart], byte(len(t.Schedules)))
	for _, s := range t.Schedules {
		times = append(times, written(s)...)
	}
	for _, o := range t.Zone {
		times = append(times, written(o)...)
	}
	text[TimesPart] = times
	for i := range text {
		out[i] = sha256.Sum256(text[i])
	}
	return out
}

// written is deterministic CBOR.
func written(v any) []byte {
	b, err := encoding.Marshal(v)
	if err != nil {
		panic("profile: table: " + err.Error()) // no field of it can fail
	}
	return b
}
