package profile

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"localiq/core"
)

// testImage is the table of the vectors: three keys, two schedules, Amsterdam in 2026.
func testImage() *TableImage {
	t := &TableImage{Key: testTableKey, OpenFor: 6000, First: true,
		Schedules: []TableSchedule{
			{Windows: []TableWindow{{0x3e, 480, 1080}}},                   // Mon-Fri 08:00-18:00
			{Windows: []TableWindow{{0x41, 1320, 360}, {0x02, 0, 1440}}}}, // Sat and Sun 22:00-06:00, Mon
		Zone: []TableOffset{{0, 3600}, {1774746000000, 7200}, {1792890000000, 3600}}}
	t.Rows = sorted(
		TableRow{Hash: HashKey(testTableKey, core.KeyTag, []byte{0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6}), Kind: core.KeyTag, Ref: []byte("k-0042"), Lease: 2592000000},
		TableRow{Hash: HashKey(testTableKey, core.KeyPIN, []byte("481630")), Kind: core.KeyPIN, Ref: []byte("k-0043"),
			From: 1795339800000, Until: 1795860000000, Lease: 259200000, Schedules: []uint64{0, 1}},
		TableRow{Hash: HashKey(testTableKey, core.KeyTag, []byte{0xde, 0xad, 0xbe, 0xef}), Kind: core.KeyTag, Ref: []byte{7}, Ask: true},
	)
	return t
}

func sorted(rows ...TableRow) []TableRow {
	slices.SortFunc(rows, func(a, b TableRow) int { return slices.Compare(a.Hash[:], b.Hash[:]) })
	return rows
}

// largeImage has n rows as large as they can be, and as many times as fit.
func largeImage(n int) *TableImage {
	t := &TableImage{Key: testTableKey, OpenFor: 600000}
	for i := range MaxSchedules {
		s := TableSchedule{}
		for k := range (i % 4) * MaxWindows / 3 {
			s.Windows = append(s.Windows, TableWindow{0x7f, uint16(1000 + k), 1439})
		}
		t.Schedules = append(t.Schedules, s)
	}
	for i := range MaxOffsets {
		t.Zone = append(t.Zone, TableOffset{int64(i) << 57, -86399})
	}
	var all []uint64
	for i := range MaxRowSchedules {
		all = append(all, uint64(MaxSchedules-MaxRowSchedules+i))
	}
	for i := range n {
		t.Rows = append(t.Rows, TableRow{Hash: HashKey(testTableKey, core.KeyTag, binary.BigEndian.AppendUint32(nil, uint32(i))), Kind: core.KeyDigital,
			Ref: fmt.Appendf(nil, "%016d", i), From: math.MaxInt64 - 1, Until: math.MaxInt64, Lease: math.MaxInt64, Schedules: all, Ask: true})
	}
	t.Rows = sorted(t.Rows...)
	return t
}

// [lock.offline] Whatever a table holds, it crosses in messages that every lock can take, and
// makes the same table there.
func TestTablesCross(t *testing.T) {
	for name, image := range map[string]*TableImage{"empty": {Key: testTableKey, OpenFor: 1}, "small": testImage(), "large": largeImage(500)} {
		if err := image.Check(); err != nil {
			t.Fatal(name, err)
		}
		l := newTalk(t, 23)
		if err := l.run(); err != nil {
			t.Fatal(err)
		}
		s := Stage(nil, image.Begin(7))
		for part := range uint8(TableParts + 1) {
			for _, p := range image.Puts(part) {
				if err := l.hub.Send(p); err != nil {
					t.Fatalf("%s, part %d: %v", name, part, err)
				}
				if err := l.run(); err != nil {
					t.Fatalf("%s, part %d: %v", name, part, err)
				}
			}
		}
		for _, m := range l.atLock {
			if err := s.Put(m.(TablePut)); err != nil {
				t.Fatal(name, err)
			}
		}
		got, err := s.Commit(image.Mark(7))
		if err != nil || got.Hash() != image.Hash() || !reflect.DeepEqual(got.Rows, image.Rows) || s.Rows() != len(image.Rows) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// A message that is as full as its limits allow is not longer than a message may be.
func TestPutsFit(t *testing.T) {
	image := largeImage(2000)
	most := 0
	for part := range uint8(TableParts + 1) {
		for _, p := range image.Puts(part) {
			b, err := encode(p)
			if err != nil {
				t.Fatal(err)
			}
			most = max(most, len(b))
		}
	}
	if most > maxPlain || most < maxPlain-200 {
		t.Errorf("the longest has %d of %d bytes", most, maxPlain)
	}
	// Nor is one schedule with all its windows, nor one row with all its schedules.
	for _, p := range []TablePut{{Part: TimesPart, First: true, Schedules: []TableSchedule{image.Schedules[3]}}, {Part: PartOf(image.Rows[0].Hash), First: true, Rows: image.Rows[:1]}} {
		if b, err := encode(p); err != nil || len(p.Schedules) > 0 && len(p.Schedules[0].Windows) < MaxWindows-1 {
			t.Errorf("%d bytes: %v", len(b), err)
		}
	}
	over := TablePut{Part: 0}
	for _, r := range image.Rows {
		if PartOf(r.Hash) == 0 && len(over.Rows) < MaxRows {
			over.Rows = append(over.Rows, r)
		}
	}
	if b, err := encode(over); err == nil {
		t.Errorf("%d bytes leave in one message", len(b))
	}
}

// [lock.sync] Any change makes another hash, and shows in its part alone.
func TestTableHashCoversAll(t *testing.T) {
	base := testImage()
	seen := map[TableHash]string{base.Hash(): "the table itself"}
	for name, change := range map[string]func(*TableImage){
		"key":      func(t *TableImage) { t.Key = seq(32, 0x11) },
		"open for": func(t *TableImage) { t.OpenFor++ },
		"first":    func(t *TableImage) { t.First = false },
		"one less": func(t *TableImage) { t.Rows = t.Rows[1:] },
		"hash":     func(t *TableImage) { t.Rows[0].Hash[15]++ },
		"kind":     func(t *TableImage) { t.Rows[0].Kind = core.KeyDigital },
		"ref":      func(t *TableImage) { t.Rows[0].Ref = []byte{8} },
		"from":     func(t *TableImage) { t.Rows[0].From = 1 },
		"until":    func(t *TableImage) { t.Rows[0].Until = math.MaxInt64 },
		"lease":    func(t *TableImage) { t.Rows[0].Lease++ },
		"schedule": func(t *TableImage) { t.Rows[0].Schedules = []uint64{1} },
		"ask":      func(t *TableImage) { t.Rows[0].Ask = !t.Rows[0].Ask },
		"days":     func(t *TableImage) { t.Schedules[0].Windows = []TableWindow{{0x3f, 480, 1080}} },
		"no days":  func(t *TableImage) { t.Schedules = t.Schedules[:1] },
		"zone":     func(t *TableImage) { t.Zone[2].East++ },
		"swapped":  func(t *TableImage) { slices.Reverse(t.Schedules) },
		"none of Sunday for none of UTC": func(t *TableImage) {
			t.Schedules, t.Zone = append(t.Schedules, TableSchedule{}), t.Zone[1:]
		},
	} {
		image := testImage()
		change(image)
		h := image.Hash()
		if other, is := seen[h]; is {
			t.Errorf("%s has the hash of %s", name, other)
		}
		seen[h] = name
		differ := 0
		for i, p := range image.Parts() {
			if p != base.Parts()[i] {
				differ++
			}
		}
		if most := 1; differ > most {
			t.Errorf("%s changed %d parts", name, differ)
		}
	}
}

// A key is found by what was presented, and by nothing else.
func TestFindKeys(t *testing.T) {
	image := testImage()
	if r, ok := image.Find(core.KeyPIN, []byte("481630")); !ok || string(r.Ref) != "k-0043" {
		t.Errorf("%v %t", r, ok)
	}
	for kind, credential := range map[core.KeyKind]string{core.KeyPIN: "481631", core.KeyTag: "481630", core.KeyDigital: "481630", core.KeyNone: ""} {
		if r, ok := image.Find(kind, []byte(credential)); ok {
			t.Errorf("%s %s finds %s", kind, credential, r.Ref)
		}
	}
	if _, ok := (&TableImage{Key: testTableKey}).Find(core.KeyPIN, []byte("481630")); ok {
		t.Error("an empty table has a key")
	}
}

// A table never prints its key.
func TestTablesKeepSecrets(t *testing.T) {
	for _, s := range []string{fmt.Sprint(testImage()), fmt.Sprintf("%+v", testImage()), fmt.Sprintf("%#v", testImage())} {
		if strings.Contains(s, "16 17 18") || len(s) > 40 {
			t.Error(s)
		}
	}
}

// BenchmarkTableHash: what a hub computes at the start of each session, for 1000 keys.
func BenchmarkTableHash(b *testing.B) {
	image := largeImage(1000)
	for b.Loop() {
		image.Hash()
	}
}
