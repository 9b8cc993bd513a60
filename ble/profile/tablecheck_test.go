package profile

import (
	"testing"

	"localiq/core"
)

var (
	checkedRow  = TableRow{Hash: KeyHash{4, 1}, Kind: core.KeyTag, Ref: []byte{1}}
	checkedNext = TableRow{Hash: KeyHash{36, 1}, Kind: core.KeyTag, Ref: []byte{1}}
)

func putRows(rows ...TableRow) TablePut { return TablePut{Part: 4, Rows: rows} }

// putRow is a put of one row that is good but for what f does to it.
func putRow(f func(*TableRow)) TablePut {
	r := checkedRow
	f(&r)
	return putRows(r)
}

func putWindow(w TableWindow) TablePut {
	return TablePut{Part: TimesPart, Schedules: []TableSchedule{{Windows: []TableWindow{w}}}}
}

func putZone(os ...TableOffset) TablePut { return TablePut{Part: TimesPart, Zone: os} }

func goodRows(n int) []TableRow {
	return many(n, func(i int) TableRow { return TableRow{Hash: KeyHash{4, byte(i)}, Kind: core.KeyTag, Ref: []byte{1}} })
}

func goodWindows(n int) []TableWindow {
	return many(n, func(i int) TableWindow { return TableWindow{1, uint16(i), 1440} })
}

func goodOffsets(n int) []TableOffset {
	return many(n, func(i int) TableOffset { return TableOffset{int64(i), 3600} })
}

func places(n int) []uint64 { return many(n, func(i int) uint64 { return uint64(i) }) }

var badPuts = map[string]TablePut{
	"part 33":               {Part: TimesPart + 1},
	"a row of another part": {Part: 5, Rows: []TableRow{checkedRow}},
	"rows in no order":      putRows(checkedNext, checkedRow),
	"a row twice":           putRows(checkedRow, checkedRow),
	"13 rows":               putRows(goodRows(MaxRows + 1)...),
	"13 schedules":          {Part: TimesPart, Schedules: make([]TableSchedule, MaxRows+1)},
	"rows among the times":  {Part: TimesPart, Rows: []TableRow{checkedRow}},
	"a schedule in a part":  {Part: 4, Schedules: []TableSchedule{{}}},
	"a zone in a part":      {Part: 4, Zone: []TableOffset{{}}},
	"no kind":               putRow(func(r *TableRow) { r.Kind = 0 }),
	"an operator's":         putRow(func(r *TableRow) { r.Kind = core.KeyOperator }),
	"no reference":          putRow(func(r *TableRow) { r.Ref = nil }),
	"a long reference":      putRow(func(r *TableRow) { r.Ref = make([]byte, MaxRef+1) }),
	"before 1970":           putRow(func(r *TableRow) { r.From = -1 }),
	"ends before it begins": putRow(func(r *TableRow) { r.From, r.Until = 2, 2 }),
	"schedules in no order": putRow(func(r *TableRow) { r.Schedules = []uint64{1, 0} }),
	"a schedule twice":      putRow(func(r *TableRow) { r.Schedules = []uint64{1, 1} }),
	"33 schedules":          putRow(func(r *TableRow) { r.Schedules = places(MaxRowSchedules + 1) }),
	"the 256th schedule":    putRow(func(r *TableRow) { r.Schedules = []uint64{MaxSchedules} }),
	"no day":                putWindow(TableWindow{0, 480, 1080}),
	"an eighth day":         putWindow(TableWindow{0x80, 480, 1080}),
	"starts at 24:00":       putWindow(TableWindow{1, 1440, 60}),
	"ends after 24:00":      putWindow(TableWindow{1, 0, 1441}),
	"ends at 00:00":         putWindow(TableWindow{1, 60, 0}),
	"empty":                 putWindow(TableWindow{1, 60, 60}),
	"65 windows":            {Part: TimesPart, Schedules: []TableSchedule{{Windows: goodWindows(MaxWindows + 1)}}},
	"a day east":            putZone(TableOffset{0, 86400}),
	"a day west":            putZone(TableOffset{0, -86400}),
	"offsets in no order":   putZone(TableOffset{5, 0}, TableOffset{5, 3600}),
	"an offset before 1970": putZone(TableOffset{-1, 0}),
	"13 offsets":            putZone(goodOffsets(MaxRows + 1)...),
}

// [lock.offline] A row or a time that is not as it should be does not leave, and is not taken.
func TestTablesAreChecked(t *testing.T) {
	for name, p := range badPuts {
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
		"two rows":            putRows(checkedRow, checkedNext),
		"all schedules":       putRow(func(r *TableRow) { r.Schedules = places(MaxRowSchedules) }),
		"until, without from": putRow(func(r *TableRow) { r.Until = 1 }),
		"12 rows":             putRows(goodRows(MaxRows)...),
		"64 windows":          {Part: TimesPart, Schedules: []TableSchedule{{Windows: goodWindows(MaxWindows)}}},
		"12 offsets":          putZone(goodOffsets(MaxRows)...),
		"a whole day":         putWindow(TableWindow{0x7f, 0, 1440}),
		"over midnight":       putWindow(TableWindow{0x41, 1439, 1}),
		"the zone's middle":   putZone(TableOffset{5, 86399}, TableOffset{6, -86399}),
	} {
		if _, err := encode(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
