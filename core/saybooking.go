package core

import "time"

// sayBooking tells of a booking by its time; what became of it is the report's to say.
func (l Line) sayBooking(z *time.Location) string {
	said := l.door() + ": the booking"
	if who := l.who(); who != "" {
		said += " of " + who
	}
	from, until := time.Unix(0, l.Until-l.For).In(z), time.Unix(0, l.Until).In(z)
	return said + " from " + from.Format("Mon 2 Jan 15:04") + " to " + until.Format("Mon 2 Jan 15:04") + " is not listed any more"
}
