package rules

import (
	"strings"
	"time"

	"localiq/core"
)

// A story's booking is "booking b1 Ana front 2026-11-23T14:00 2026-11-23T15:00", on the site's clock, with
// "share" where it does. "edit booking …" makes or moves one, "drop booking b1" takes it back.
func (st *story) bookingEdits(id string, f []string) []core.Edit {
	st.t.Helper()
	if len(f) < 4 {
		st.t.Fatalf("booking %s: who, where, from, until", id)
	}
	b := core.Booking{ID: core.BookingID(id), Person: core.PersonID(f[0]), Door: core.DoorID(f[1]), Share: len(f) > 4 && strings.EqualFold(f[4], "share")}
	for i, to := range []*int64{&b.From, &b.Until} {
		at, err := time.ParseInLocation("2006-01-02T15:04", f[2+i], st.zone)
		if err != nil {
			st.t.Fatal(err)
		}
		*to = at.UnixNano()
	}
	return []core.Edit{core.Put(b)}
}
