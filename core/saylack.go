package core

import "math/bits"

// lackSaid is what each lack means at the door, one sentence each, for the person who fits the lock
// and the one who asks why.
var lackSaid = [...]string{
	"It never asks the hub about a key: codes are brought to it ahead, and a refusal is learnt from its log.",
	"It reads no tags: people use codes or open from afar.",
	"A code in it stays until it is removed: while it is out of reach, a code that was taken away still opens.",
	"It cannot count office mode down: the hub ends it, and without the hub the door stays unlocked.",
	"It does not lock again by itself: the hub locks it after the door has closed.",
	"It takes codes of six digits only, 1 to 9, not beginning with 12: people with other PINs cannot use its keypad.",
	"It holds one set of weekdays and one daily window for each code: a right that does not fit gives no code there.",
	"Its firmware is updated with its maker's app.",
	"It cannot blink or sound for us.",
	"It tells times by a clock of its own, in whole seconds: what it tells is known to about a second.",
	"No keypad is paired with it: nobody can type a code there.",
	"Its admin PIN is not known here: no log is read and no code is brought to it. Give it with localiq lock pin.",
}

// Say is a sentence for each member, in the order of the list.
func (l Lack) Say() (out []string) {
	for _, b := range l.Each() {
		out = append(out, lackSaid[bits.TrailingZeros16(uint16(b))])
	}
	return out
}
