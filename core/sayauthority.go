package core

import "time"

// sayAbove: "Ana was refused: a user may not change people".
func (l Line) sayAbove() string {
	who := l.who()
	if who == "" {
		who = "somebody"
	}
	return l.where() + who + " was refused: " + l.Detail
}

// sayWrongCode: "an activation code was wrong; none is taken for 1 min".
func (l Line) sayWrongCode() string {
	s := "an activation code was wrong, from " + l.from()
	if l.For != 0 {
		s += "; none is taken for " + SayDuration(time.Duration(l.For))
	}
	return s
}
