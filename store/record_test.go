package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"reflect"
	"testing"

	"localiq/core"
)

// A record's bytes are frozen: version, CRC-32C, payload.
func TestRecordBytes(t *testing.T) {
	rec, err := encode(map[string]int{"a": 1})
	if got := hex.EncodeToString(rec); err != nil || got != "01"+"b1dd70aa"+hex.EncodeToString([]byte(`{"a":1}`)) {
		t.Fatal(got, err)
	}
}

// Any bit that turned is noticed.
func TestTurnedBitIsNoticed(t *testing.T) {
	rec := frame([]byte("payload"))
	for i := range rec {
		for bit := range 8 {
			bad := bytes.Clone(rec)
			bad[i] ^= 1 << bit
			if _, err := unframe(bad); !errors.Is(err, ErrDamaged) {
				t.Errorf("byte %d bit %d: %v", i, bit, err)
			}
		}
	}
}

// A record of a newer release is not damage: it must not lead to a restore.
func TestNewerRecordIsNoDamage(t *testing.T) {
	rec := frame([]byte("payload"))
	rec[0] = 2
	sum := recordSum(rec)
	rec[1], rec[2], rec[3], rec[4] = byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum)
	if _, err := unframe(rec); err == nil || errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
}

// What decodes is what encodes: no bytes crash the reader of the ledger or change meaning.
func FuzzRecord(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := decodeEntry(b)
		if err != nil {
			e, err = decodeEntry(frame(b)) // past the checksum
		}
		if err != nil {
			return
		}
		once, err := encode(lineOf(&e))
		if err != nil {
			t.Fatalf("%v\nof %+v", err, e)
		}
		back, err := decodeEntry(once)
		if err != nil {
			t.Fatalf("%v\nof %s", err, once)
		}
		if twice, err := encode(lineOf(&back)); err != nil || !bytes.Equal(twice, once) {
			t.Fatalf("%v\ngot  %s\nwant %s", err, twice, once)
		}
	})
}

// A copy of the configuration is taken whole or not at all.
func FuzzCopy(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, b := range [][]byte{b, summed(append([]byte(copyHead), b...))} {
			if c, err := decodeCopy(b); err == nil && !bytes.Equal(encodeCopy(c.rows), b) {
				t.Fatalf("%q is %+v", b, c)
			}
		}
	})
}

// The bytes of a copy come back as the rows that they were.
func TestCopyRoundTrip(t *testing.T) {
	last, _ := encode(mark{Seq: 7})
	rows := []row{{bucketMeta, metaLast, last}, {bucketNames, []byte("p"), []byte{}}}
	c, err := decodeCopy(encodeCopy(rows))
	if err != nil || c.last.Seq != core.Seq(7) || !reflect.DeepEqual(c.rows, rows) {
		t.Fatalf("%+v, %v", c, err)
	}
}
