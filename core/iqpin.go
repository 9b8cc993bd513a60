package core

import "strings"

// The PIN for an IQ is chosen by its person and asked for when they open from afar [iq.pin]; it opens
// nothing at a door. Neither function puts what it was given into an error: it is a secret.

// ParseIQPIN reads 4 to 8 digits that are not what everybody tries first.
func ParseIQPIN(text string) (Secret, error) {
	for _, r := range text {
		if r < '0' || r > '9' {
			return Secret{}, Errorf(CodeInvalid, "a PIN for the IQ has digits only")
		}
	}
	if n := len(text); n < 4 || n > 8 {
		return Secret{}, Errorf(CodeInvalid, "a PIN for the IQ has 4 to 8 digits, and this has %d", n)
	}
	if guessable(text) {
		return Secret{}, Errorf(CodeInvalid, "this PIN is too easy to guess").Advise("choose one without runs, repeats or a year")
	}
	return NewSecret(text), nil
}

// ChosenWell is false for digits that no box chooses as a PIN, because everybody tries them first.
func ChosenWell(digits string) bool { return !guessable(digits) }

// guessable is true for fewer than three different digits, for a run, for a part that repeats, and
// for a year of our time.
func guessable(digits string) bool {
	different := map[rune]bool{}
	up, down := true, true
	for i, r := range digits {
		different[r] = true
		if i > 0 {
			up, down = up && digits[i] == digits[i-1]+1, down && digits[i] == digits[i-1]-1
		}
	}
	for n := 1; n <= len(digits)/2; n++ {
		if len(digits)%n == 0 && strings.Repeat(digits[:n], len(digits)/n) == digits {
			return true
		}
	}
	year := len(digits) == 4 && (strings.HasPrefix(digits, "19") || strings.HasPrefix(digits, "20"))
	return len(different) < 3 || up || down || year
}

// InviteLetters is how many letters an activation code has: 50 bits, so that nobody guesses one in
// the week for which it is good.
const InviteLetters = 10

// inviteAlphabet is what codes are made of, as rand.Text is.
const inviteAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// ParseInvite reads an activation code as people type it: with or without the hyphen, in small
// letters, with 0, 1 and 8 for the letters that they look like. What is no code is wrong like any.
func ParseInvite(text string) (Secret, error) {
	code := strings.NewReplacer("-", "", " ", "", "0", "O", "1", "I", "8", "B").Replace(strings.ToUpper(text))
	if len(code) != InviteLetters || strings.Trim(code, inviteAlphabet) != "" {
		return Secret{}, WrongInvite()
	}
	return NewSecret(code), nil
}

// InviteText is the one way in which a code is shown.
func InviteText(code Secret) string {
	c := code.Reveal()
	return c[:len(c)/2] + "-" + c[len(c)/2:]
}

// WrongInvite is the same for a code that is wrong and for one that is old.
func WrongInvite() *Error {
	return Errorf(CodeActivation, "the activation code is wrong, used or old").Advise("ask an admin for another: localiq person invite NAME")
}

// ForIQ is what the digest of a person's PIN for an IQ is made of. It is each person's own, so that
// two of the same digits do not look alike.
func ForIQ(iq HubID, p PersonID, pin Secret) []byte {
	return []byte("iq\x00" + string(iq) + "\x00" + string(p) + "\x00" + pin.Reveal())
}

// ForInvite is what the digest of an activation code is made of.
func ForInvite(iq HubID, code Secret) []byte {
	return []byte("invite\x00" + string(iq) + "\x00" + code.Reveal())
}
