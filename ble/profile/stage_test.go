package profile

import (
	"errors"
	"reflect"
	"testing"

	"localiq/core"
)

// bring puts those parts of the image that differ, as a hub does.
func bring(t *testing.T, s *TableStage, image *TableImage) (puts int) {
	t.Helper()
	have, want := s.Parts(), image.Parts()
	for part := range uint8(TableParts + 1) {
		if have[part] == want[part] {
			continue
		}
		for _, p := range image.Puts(part) {
			if err := s.Put(p); err != nil {
				t.Fatal(err)
			}
			puts++
		}
	}
	return puts
}

// [lock.sync] One key changes: one part goes over the air. Until the commit the table before
// counts, untouched, however often the bringing is cut.
func TestOneKeyIsOnePart(t *testing.T) {
	counts := largeImage(300)
	before := counts.Hash()
	next := *counts
	next.Rows = append([]TableRow(nil), counts.Rows...)
	gone := next.Rows[17]
	next.Rows = append(next.Rows[:17], next.Rows[18:]...)
	s := Stage(counts, next.Begin(2))
	if n := bring(t, s, &next); n != len(next.Puts(PartOf(gone.Hash))) {
		t.Errorf("%d messages", n)
	}
	if counts.Hash() != before {
		t.Error("the table that counts was changed")
	}
	got, err := s.Commit(next.Mark(2))
	if err != nil || got.Hash() != next.Hash() || len(got.Rows) != 299 || counts.Hash() != before {
		t.Errorf("%v", err)
	}
}

// [lock.sync] A bringing that was cut goes on where it was.
func TestBringingGoesOn(t *testing.T) {
	counts, next := testImage(), largeImage(100)
	s := Stage(counts, next.Begin(2))
	for part := range uint8(20) {
		for _, p := range next.Puts(part) {
			if err := s.Put(p); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !s.Continues(next.Begin(2)) {
		t.Fatal("it begins anew")
	}
	all := 0
	for part := range uint8(TableParts + 1) {
		all += len(next.Puts(part))
	}
	if n := bring(t, s, next); n == 0 || n >= all {
		t.Errorf("%d of %d messages again", n, all)
	}
	if _, err := s.Commit(next.Mark(2)); err != nil {
		t.Error(err)
	}
	other := next.Begin(2)
	other.First = !other.First
	for name, b := range map[string]TableBegin{"another version": next.Begin(3), "another table": counts.Begin(2), "another policy": other} {
		if s.Continues(b) {
			t.Errorf("%s goes on with it", name)
		}
	}
}

// With another key no hash fits any more: nothing of the old table is taken over.
func TestAnotherKeyBeginsEmpty(t *testing.T) {
	counts := testImage()
	b := counts.Begin(2)
	if s := Stage(counts, b); s.Rows() != 3 {
		t.Errorf("%d rows are taken over", s.Rows())
	}
	b.Key = seq(32, 9)
	s := Stage(counts, b)
	if empty := (&TableImage{Key: b.Key}).Parts(); s.Rows() != 0 || !reflect.DeepEqual(s.Parts(), empty) {
		t.Error("a row of another key is taken over")
	}
}

// [lock.sync] What is not what the mark says never counts, and says why.
func TestCommitIsProven(t *testing.T) {
	image := testImage()
	whole := func() *TableStage {
		s := Stage(nil, image.Begin(7))
		bring(t, s, image)
		return s
	}
	for name, f := range map[string]func() (*TableImage, error){
		"nothing was brought": func() (*TableImage, error) { return Stage(nil, image.Begin(7)).Commit(image.Mark(7)) },
		"another version":     func() (*TableImage, error) { return whole().Commit(image.Mark(8)) },
		"another hash": func() (*TableImage, error) {
			s := whole()
			s.Mark.Hash[0]++
			return s.Commit(s.Mark)
		},
		"another number of rows": func() (*TableImage, error) {
			s := whole()
			s.Mark.Rows++
			return s.Commit(s.Mark)
		},
		"a schedule that is not there": func() (*TableImage, error) {
			bad := *image
			bad.Schedules = bad.Schedules[:1]
			s := Stage(nil, bad.Begin(7))
			bring(t, s, &bad)
			return s.Commit(s.Mark)
		},
		"no zone": func() (*TableImage, error) {
			bad := *image
			bad.Zone = nil
			s := Stage(nil, bad.Begin(7))
			bring(t, s, &bad)
			return s.Commit(s.Mark)
		},
		"a zone that begins some day": func() (*TableImage, error) {
			bad := *image
			bad.Zone = bad.Zone[1:]
			s := Stage(nil, bad.Begin(7))
			bring(t, s, &bad)
			return s.Commit(s.Mark)
		},
	} {
		if got, err := f(); got != nil || err == nil || len(err.Error()) > MaxDetail {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if got, err := whole().Commit(image.Mark(7)); err != nil || got.Hash() != image.Hash() || !got.First || got.OpenFor != 6000 {
		t.Errorf("%v", err)
	}
	room := image.Mark(7)
	room.Room = 4096
	if _, err := whole().Commit(room); err != nil {
		t.Errorf("how much room there is makes it another table: %v", err)
	}
}

// A put that is not as it should be changes nothing.
func TestBadPutsChangeNothing(t *testing.T) {
	image := testImage()
	s := Stage(image, image.Begin(7))
	before := s.Parts()
	r := image.Rows[0]
	for name, p := range map[string]TablePut{
		"a row again":          {Part: PartOf(r.Hash), Rows: []TableRow{r}},
		"no kind":              {Part: PartOf(r.Hash), First: true, Rows: []TableRow{{Hash: r.Hash, Ref: []byte{1}}}},
		"an offset of before":  {Part: TimesPart, Zone: []TableOffset{{5, 0}}},
		"too many offsets":     {Part: TimesPart, Zone: many(MaxRows, func(i int) TableOffset { return TableOffset{1 << 50 << i, 0} })},
		"a part that is none":  {Part: 40, First: true},
		"an operator of doors": {Part: PartOf(r.Hash), First: true, Rows: []TableRow{{Hash: r.Hash, Kind: core.KeyOperator, Ref: []byte{1}}}},
	} {
		for range 3 { // the second and third zone make it too many
			if err := s.Put(p); err != nil && !errors.Is(err, errMalformed) {
				t.Errorf("%s: %v", name, err)
			} else if err == nil && name != "too many offsets" {
				t.Errorf("%s is taken", name)
			}
		}
		if name == "too many offsets" {
			s = Stage(image, image.Begin(7))
		}
	}
	if !reflect.DeepEqual(s.Parts(), before) {
		t.Error("something changed")
	}
	for range 21 {
		if err := s.Put(TablePut{Part: TimesPart, Schedules: make([]TableSchedule, MaxRows)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Put(TablePut{Part: TimesPart, Schedules: make([]TableSchedule, MaxRows)}); err == nil {
		t.Error("266 schedules are taken")
	}
}

func many[T any](n int, f func(int) T) (out []T) {
	for i := range n {
		out = append(out, f(i))
	}
	return out
}

// FuzzTablePuts: whatever is put, in whatever order, what counts is as its hash says, and what
// is staged is never more than the messages brought.
func FuzzTablePuts(f *testing.F) {
	image := testImage()
	var run []byte
	for part := range uint8(TableParts + 1) {
		for _, p := range image.Puts(part) {
			b, err := encode(p)
			if err != nil {
				f.Fatal(err)
			}
			run = append(append(run, byte(len(b)>>8), byte(len(b))), b...)
		}
	}
	f.Add(run)
	f.Add(run[:70])
	f.Fuzz(func(t *testing.T, run []byte) {
		s := Stage(testImage(), testImage().Begin(7))
		rows := s.Rows()
		for b := run; len(b) > 2; {
			n := min(int(b[0])<<8|int(b[1]), len(b)-2)
			m, err := decode(b[2 : 2+n])
			b = b[2+n:]
			p, is := m.(TablePut)
			if err != nil || !is {
				continue
			}
			if err := s.Put(p); err == nil {
				rows += len(p.Rows)
			}
		}
		if s.Rows() > rows || len(s.Parts()) != TableParts+1 {
			t.Errorf("%d rows of %d", s.Rows(), rows)
		}
		s.Mark = s.whole().Mark(7)
		if got, err := s.Commit(s.Mark); err == nil && (got.Check() != nil || got.Hash() != s.Mark.Hash) {
			t.Errorf("%v counts", got)
		}
	})
}
