package core

// sayAbove: "Ana was refused: a user may not change people".
func (l Line) sayAbove() string {
	who := l.who()
	if who == "" {
		who = "somebody"
	}
	return l.where() + who + " was refused: " + l.Detail
}
