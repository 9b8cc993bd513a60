package core

import "testing"

// Every reason for which a lock leaves a key out has a word that reads back, and a sentence.
func TestLeftForHasWords(t *testing.T) {
	for l := LeftFor(0); l < leftEnd; l++ {
		var same LeftFor
		b, _ := l.MarshalText()
		if err := same.UnmarshalText(b); err != nil || same != l || (l.Say() == "") != (l == 0) {
			t.Errorf("%s reads as %s, %v; said %q", b, same, err, l.Say())
		}
	}
	var l LeftFor
	if l.UnmarshalText([]byte("room, moon")) == nil || len(leftNames) != len(leftSaid) || 1<<len(leftNames) != leftEnd {
		t.Error("a word that is not in the list is taken, or a reason has none")
	}
}
