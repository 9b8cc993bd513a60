package core

import "testing"

// TestLackHasAWordAndASentence: each member has both, they survive the wire, and what is not known
// is no ability.
func TestLackHasAWordAndASentence(t *testing.T) {
	all := lackEnd - 1
	if n := len(all.Each()); n != len(lackNames) || n != len(lackSaid) || len(all.Say()) != n {
		t.Fatalf("%d members, %d words, %d sentences", n, len(lackNames), len(lackSaid))
	}
	for _, l := range append(all.Each(), 0, all, LackTags|LackAdmin) {
		var back Lack
		roundTrip(t, l, &back)
		if back != l {
			t.Errorf("%q became %q", l, back)
		}
	}
	if l := LackTags | LackLease; !l.Has(LackLease) || l.Has(LackTags|LackHold) || l.String() != "tags, lease" {
		t.Error(l)
	}
	var l Lack
	if err := l.UnmarshalText([]byte("tags, wings")); err == nil {
		t.Error("a lock lacks wings")
	}
}

func TestAdminPINIsFourOrSixDigits(t *testing.T) {
	for text, ok := range map[string]bool{"0412": true, "123456": true, "12345": false, "412": false, "1234567": false, "04a2": false, "": false} {
		s, err := ParseAdmin(text)
		if (err == nil) != ok || ok && s.Reveal() != text {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestKeypadTakesSixDigitsOfNine(t *testing.T) {
	for digits, ok := range map[string]bool{"748159": true, "999999": true, "129999": false, "748150": false, "7481591": false, "74815": false, "": false} {
		if LackLongPINs.TakesPIN(digits) != ok || !LackTags.TakesPIN(digits) {
			t.Errorf("%q: %v", digits, !ok)
		}
	}
}
