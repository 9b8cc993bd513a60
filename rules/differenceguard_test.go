package rules

import "testing"

// TestDifferenceOfGuards: what a door asks for beyond a right, and how often a key opens, is said before
// it is saved; what stays as it was is not.
func TestDifferenceOfGuards(t *testing.T) {
	st := setUp(t, "door server", "door vault pair area inside passback hard", "group staff server", "person Ana", "person Ben", "person Cid", "person Dan",
		"pin Ana", "pin Ben", "pin Cid uses=2", "pin Dan")
	comesTo(t, st, "door server card+pin first + door vault area inside passback soft", []string{"Server now asks for tag and PIN",
		"Server now asks for the first person of the day", "Vault no longer asks for two people", "Vault: passback soft instead of hard"})
	comesTo(t, st, "pin Ana uses=5 + pin Cid uses=1 + pin Dan uses=5 + tag Ben uses=3", []string{"2 keys open 5 times instead of any number of times", "1 key opens once instead of 2 times"})
	comesTo(t, st, "pin Ana uses=2 + drop key Dan.pin", []string{"1 key opens 2 times instead of any number of times"})
	comesTo(t, st, "person Ana", nil)
}
