package profile

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"

	"localiq/core"
)

// tableCBOR writes what tables need of RFC 8949, from the RFC alone: the shortest heads, maps
// with their keys ascending. A nil value is left out.
type tableCBOR []byte

func (c *tableCBOR) head(major byte, n uint64) {
	switch {
	case n < 24:
		*c = append(*c, major<<5|byte(n))
	case n < 1<<8:
		*c = append(*c, major<<5|24, byte(n))
	case n < 1<<16:
		*c = binary.BigEndian.AppendUint16(append(*c, major<<5|25), uint16(n))
	case n < 1<<32:
		*c = binary.BigEndian.AppendUint32(append(*c, major<<5|26), uint32(n))
	default:
		*c = binary.BigEndian.AppendUint64(append(*c, major<<5|27), n)
	}
}

func (c *tableCBOR) value(v any) {
	switch v := v.(type) {
	case int:
		if v < 0 {
			c.head(1, uint64(-v-1))
			return
		}
		c.head(0, uint64(v))
	case []byte:
		c.head(2, uint64(len(v)))
		*c = append(*c, v...)
	case bool:
		*c = append(*c, 0xf5) // false is left out
	case []any:
		c.head(4, uint64(len(v)))
		for _, x := range v {
			c.value(x)
		}
	case tableMap:
		c.fields(v)
	default:
		panic(fmt.Sprintf("%T", v))
	}
}

// tableMap has the value of key n at n-1; what is nil, 0, false or empty is left out.
type tableMap []any

func (c *tableCBOR) fields(m tableMap) {
	n := 0
	var body tableCBOR
	for i, v := range m {
		if v == nil || v == 0 || v == false {
			continue
		}
		if list, is := v.([]any); is && len(list) == 0 {
			continue
		}
		n++
		body.head(0, uint64(i+1))
		body.value(v)
	}
	c.head(5, uint64(n))
	*c = append(*c, body...)
}

func rowByHand(r TableRow) (c tableCBOR) {
	var places []any
	for _, s := range r.Schedules {
		places = append(places, int(s))
	}
	c.fields(tableMap{r.Hash[:], int(r.Kind), r.Ref, int(r.From), int(r.Until), int(r.Lease), places, r.Ask})
	return c
}

func scheduleByHand(s TableSchedule) (c tableCBOR) {
	var windows []any
	for _, w := range s.Windows {
		windows = append(windows, tableMap{int(w.Days), int(w.Start), int(w.End)})
	}
	c.fields(tableMap{windows})
	return c
}

func offsetByHand(o TableOffset) (c tableCBOR) {
	c.fields(tableMap{int(o.From), int(o.East)})
	return c
}

// sumsByHand are the 33 hashes of section 11.9 of the document.
func sumsByHand(t *TableImage) (sums [33][32]byte) {
	for p := range sums {
		text := []byte("Local IQ lock table part\x01")
		text = append(text, byte(p))
		if p == 32 {
			text = append(text, byte(len(t.Schedules)))
			for _, s := range t.Schedules {
				text = append(text, scheduleByHand(s)...)
			}
			for _, o := range t.Zone {
				text = append(text, offsetByHand(o)...)
			}
		}
		for _, r := range t.Rows {
			if int(r.Hash[0])%32 == p {
				text = append(text, rowByHand(r)...)
			}
		}
		sums[p] = sha256.Sum256(text)
	}
	return sums
}

func hashByHand(t *TableImage) []byte {
	key := sha256.Sum256(t.Key)
	text := append([]byte("Local IQ lock table\x01"), key[:4]...)
	text = binary.BigEndian.AppendUint64(text, uint64(t.OpenFor))
	if t.First {
		text = append(text, 1)
	} else {
		text = append(text, 0)
	}
	for _, s := range sumsByHand(t) {
		text = append(text, s[:]...)
	}
	sum := sha256.Sum256(text)
	return sum[:16]
}

// [lock.sync] The hashes of a table are those that the document describes, computed from its
// words and not by the code under test: whoever builds a lock gets the same.
func TestTableHashByHand(t *testing.T) {
	for name, image := range map[string]*TableImage{"empty": {Key: testTableKey, OpenFor: 1}, "small": testImage(), "large": largeImage(500)} {
		want := sumsByHand(image)
		for i, p := range image.Parts() {
			if !bytes.Equal(p[:], want[i][:8]) {
				t.Errorf("%s: part %d is %x, by hand %x", name, i, p, want[i][:8])
			}
		}
		if h := image.Hash(); !bytes.Equal(h[:], hashByHand(image)) {
			t.Errorf("%s: %x, by hand %x", name, h, hashByHand(image))
		}
	}
}

// What stands for a credential is HMAC-SHA-256 over its kind and itself, cut off.
func TestKeyHashByHand(t *testing.T) {
	pin := []byte("481630")
	want := macByHand(testTableKey, append([]byte{2}, pin...))[:16]
	if got := HashKey(testTableKey, core.KeyPIN, pin); !bytes.Equal(got[:], want) {
		t.Errorf("%x, by hand %x", got, want)
	}
	if HashKey(testTableKey, core.KeyTag, pin) == HashKey(testTableKey, core.KeyPIN, pin) {
		t.Error("a tag whose number is a PIN's digits opens for the PIN")
	}
	if PartOf(KeyHash{0xff}) != 31 || PartOf(KeyHash{0x20}) != 0 {
		t.Error("a row is in another part")
	}
}

// A restriction that a later version puts into a row is passed over by a lock that does not know
// it, as section 9 has it; but then the table is not the hub's, and does not count.
func TestUnknownRestrictionsAreNotDropped(t *testing.T) {
	image := &TableImage{Key: testTableKey, OpenFor: 6000, Rows: testImage().Rows[:1]}
	image.Rows[0].Schedules = nil
	row := rowByHand(image.Rows[0])
	row[0]++ // one pair more
	row = append(row, 0x18, 99, 1)
	part := PartOf(image.Rows[0].Hash)
	put := append([]byte{byte(TypeTablePut), 0xa3, 1, part, 2, 0xf5, 3, 0x81}, row...)
	m, err := decode(put)
	if err != nil {
		t.Fatal(err)
	}
	sums := sumsByHand(image)
	sums[part] = sha256.Sum256(append(append([]byte("Local IQ lock table part\x01"), part), row...))
	key := sha256.Sum256(image.Key)
	text := append([]byte("Local IQ lock table\x01"), key[:4]...)
	text = append(binary.BigEndian.AppendUint64(text, 6000), 0)
	for _, s := range sums {
		text = append(text, s[:]...)
	}
	hash := sha256.Sum256(text)
	mark := TableMark{Version: 7, Hash: TableHash(hash[:16]), Rows: 1}
	s := Stage(nil, TableBegin{Mark: mark, Key: image.Key, OpenFor: 6000})
	if err := s.Put(m.(TablePut)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Commit(mark); err == nil {
		t.Errorf("it counts without what it does not know: %v", got.Rows)
	}
	plain := Stage(nil, image.Begin(7))
	if err := plain.Put(m.(TablePut)); err != nil {
		t.Fatal(err)
	}
	if _, err := plain.Commit(image.Mark(7)); err != nil {
		t.Errorf("without it: %v", err)
	}
}
