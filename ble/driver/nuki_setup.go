package driver

import (
	"strings"

	"localiq/ble/nuki"
	"localiq/core"
)

// setup is what a person types to pair a Nuki: "nuki 2F3A6B01", and behind it its admin PIN, where
// the log is to be read and codes are to be brought.
type setup struct {
	id    nuki.ID
	pin   nuki.PIN
	typed core.Secret // the PIN's digits; empty: none were typed
}

const setupAdvice = "type: nuki, then the 8 characters behind Nuki_ in the name that a phone shows, then the admin PIN, 4 digits or on newer locks 6"

// parseSetup forgives what stands between the characters of the ID. Its errors repeat nothing of
// what was typed.
func parseSetup(text string) (s setup, err error) {
	rest, ok := cutName(text)
	if !ok {
		return s, core.Errorf(core.CodeInvalid, "this is no setup code of a Nuki").Advise(setupAdvice)
	}
	rest, _ = cutName(rest) // "nuki Nuki_2F3A6B01", as the name is shown
	id, rest := takeID(rest)
	if s.id, err = nuki.ParseID(id); err != nil {
		return s, core.Errorf(core.CodeInvalid, "a Nuki's ID has 8 characters, 0 to 9 and A to F").Advise(setupAdvice)
	}
	if rest = strings.TrimSpace(rest); rest == "" {
		return s, nil
	}
	if s.pin, err = nuki.ParsePIN(rest); err != nil {
		return s, core.Errorf(core.CodeInvalid, "a Nuki's admin PIN has 4 digits, or 6 on the newer locks").Advise(setupAdvice)
	}
	s.typed = core.NewSecret(rest)
	return s, nil
}

func cutName(text string) (rest string, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) < 4 || !strings.EqualFold(text[:4], "nuki") {
		return text, false
	}
	return text[4:], true
}

// takeID reads 8 characters, whatever stands between them.
func takeID(text string) (id, rest string) {
	for i, r := range text {
		switch {
		case len(id) >= 8:
			return id, text[i:]
		case !strings.ContainsRune(" _:-\t", r):
			id += string(r)
		}
	}
	return id, ""
}
