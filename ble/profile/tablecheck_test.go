package profile

import (
	"testing"

	"localiq/core"
)

// [lock.offline] A row or a time that is not as it should be does not leave, and is not taken.
func TestTablesAreChecked(t *testing.T) {
	row := TableRow{Hash: KeyHash{4, 1}, Kind: core.KeyTag, Ref: []byte{1}}
	next := row
	next.Hash = KeyHash{36, 1}
	put := func(rows ...TableRow) TablePut { return TablePut{Part: 4, Rows: rows} }
	with := func(f func(*TableRow)) TablePut {
		r := row
		f(&r)
		return put(r)
	}
	times := func(w TableWindow) TablePut {
		return TablePut{Part: TimesPart, Schedules: []TableSchedule{{Windows: []TableWindow{w}}}}
	}
	zone := func(os ...TableOffset) TablePut { return TablePut{Part: TimesPart, Zone: os} }
	many := func(n int) (s []uint64) {
		for i := range n {
			s = append(s, uint64(i))
		}
		return s
	}
	for name, p := range map[string]TablePut{
		"part 33":               {Part: TimesPart + 1},
		"a row of another part": {Part: 5, Rows: []TableRow{row}},
		"rows in no order":      put(next, row),
		"a row twice":           put(row, row),
		"13 rows":               put(make([]TableRow, MaxRows+1)...),
		"13 schedules":          {Part: TimesPart, Schedules: make([]TableSchedule, MaxRows+1)},
		"rows among the times":  {Part: TimesPart, Rows: []TableRow{row}},
		"a schedule in a part":  {Part: 4, Schedules: []TableSchedule{{}}},
		"a zone in a part":      {Part: 4, Zone: []TableOffset{{}}},
		"no kind":               with(func(r *TableRow) { r.Kind = 0 }),
		"an operator's":         with(func(r *TableRow) { r.Kind = core.KeyOperator }),
		"no reference":          with(func(r *TableRow) { r.Ref = nil }),
		"a long reference":      with(func(r *TableRow) { r.Ref = make([]byte, MaxRef+1) }),
		"before 1970":           with(func(r *TableRow) { r.From = -1 }),
		"ends before it begins": with(func(r *TableRow) { r.From, r.Until = 2, 2 }),
		"schedules in no order": with(func(r *TableRow) { r.Schedules = []uint64{1, 0} }),
		"a schedule twice":      with(func(r *TableRow) { r.Schedules = []uint64{1, 1} }),
		"33 schedules":          with(func(r *TableRow) { r.Schedules = many(MaxRowSchedules + 1) }),
		"the 256th schedule":    with(func(r *TableRow) { r.Schedules = []uint64{MaxSchedules} }),
		"no day":                times(TableWindow{0, 480, 1080}),
		"an eighth day":         times(TableWindow{0x80, 480, 1080}),
		"starts at 24:00":       times(TableWindow{1, 1440, 60}),
		"ends after 24:00":      times(TableWindow{1, 0, 1441}),
		"ends at 00:00":         times(TableWindow{1, 60, 0}),
		"empty":                 times(TableWindow{1, 60, 60}),
		"65 windows":            {Part: TimesPart, Schedules: []TableSchedule{{Windows: make([]TableWindow, MaxWindows+1)}}},
		"a day east":            zone(TableOffset{0, 86400}),
		"a day west":            zone(TableOffset{0, -86400}),
		"offsets in no order":   zone(TableOffset{5, 0}, TableOffset{5, 3600}),
		"an offset before 1970": zone(TableOffset{-1, 0}),
		"13 offsets":            zone(make([]TableOffset, MaxRows+1)...),
	} {
		if b, err := encode(p); err == nil {
			t.Errorf("%s leaves as %x", name, b)
		}
		b, err := encoding.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := decode(append([]byte{byte(TypeTablePut)}, b...)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	for name, p := range map[string]TablePut{
		"empty":               {Part: 31, First: true},
		"two rows":            put(row, next),
		"all schedules":       with(func(r *TableRow) { r.Schedules = many(MaxRowSchedules) }),
		"until, without from": with(func(r *TableRow) { r.Until = 1 }),
		"a whole day":         times(TableWindow{0x7f, 0, 1440}),
		"over midnight":       times(TableWindow{0x41, 1439, 1}),
		"the zone's middle":   zone(TableOffset{5, 86399}, TableOffset{6, -86399}),
	} {
		if _, err := encode(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
