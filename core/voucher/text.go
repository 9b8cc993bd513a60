package voucher

import (
	"bytes"
	"strings"
	"unicode"

	"localiq/core"
)

const (
	begins  = "-----BEGIN LOCALIQ VOUCHER-----"
	ends    = "-----END LOCALIQ VOUCHER-----"
	maxText = 16 << 10 // bytes of an e-mail around one
	group   = 5
	perLine = 6
)

func written(code string) string {
	var b strings.Builder
	b.WriteString(begins + "\n")
	for i := 0; i < len(code); i += group {
		switch {
		case i == 0:
		case i/group%perLine == 0:
			b.WriteByte('\n')
		default:
			b.WriteByte('-')
		}
		b.WriteString(code[i:min(i+group, len(code))])
	}
	b.WriteString("\n" + ends + "\n")
	return b.String()
}

// Parse finds the voucher in a text: between its marks, or the whole where there are none. The
// *core.Error says what is wrong with it; whether it is forged, By says.
func Parse(text string) (Signed, error) {
	if len(text) > maxText {
		return Signed{}, core.Errorf(core.CodeInvalid, "this is too long for a voucher").Advise("give the file or the e-mail that it came in, and nothing more")
	}
	code, err := between(text)
	if err == nil {
		code, err = stripped(code)
	}
	if err != nil {
		return Signed{}, err
	}
	short, long := letters.EncodedLen(anySite+more), letters.EncodedLen(oneSite+more)
	switch n := len(code); {
	case n == 0:
		return Signed{}, core.Errorf(core.CodeInvalid, "there is no voucher in this").Advise("it begins with " + begins)
	case n > long:
		return Signed{}, core.Errorf(core.CodeInvalid, "the voucher has %d characters, and none has more than %d", n, long).Advise("give one, as it was sent")
	case n != short && n != long:
		return Signed{}, core.Errorf(core.CodeInvalid, "the voucher is cut off: %d characters are there, and %d or %d belong to one", n, short, long).Advise("give all of it, from mark to mark")
	}
	return decoded(code)
}

func decoded(code string) (Signed, error) {
	b, err := letters.DecodeString(code)
	if err != nil || letters.EncodeToString(b) != code || !bytes.Equal(summed(b[:len(b)-sumSize]), b) {
		return Signed{}, core.Errorf(core.CodeInvalid, "the voucher was changed on its way, or mistyped").Advise("copy it again, as it was sent")
	}
	if b[0] != version {
		return Signed{}, core.Errorf(core.CodeInvalid, "the voucher is of version %d, and this release knows version %d", b[0], version).Advise("install the newest release")
	}
	s, ok := read(b)
	if !ok {
		return Signed{}, core.Errorf(core.CodeInvalid, "the voucher says what none can say").Advise("ask your dealer for another")
	}
	return s, nil
}

func between(text string) (string, error) {
	_, after, marked := strings.Cut(text, begins)
	if !marked {
		return text, nil
	}
	code, rest, whole := strings.Cut(after, ends)
	switch {
	case !whole:
		return "", core.Errorf(core.CodeInvalid, "the voucher is cut off: its end is missing").Advise("give all of it, from mark to mark")
	case strings.Contains(rest, begins):
		return "", core.Errorf(core.CodeInvalid, "there is more than one voucher in this").Advise("redeem them one by one")
	}
	return code, nil
}

// stripped takes away what e-mails and people put between the letters.
func stripped(code string) (string, error) {
	var b strings.Builder
	for _, r := range strings.ToUpper(code) {
		switch {
		case r >= 'A' && r <= 'Z' || r >= '2' && r <= '7':
			b.WriteRune(r)
		case unicode.IsSpace(r), strings.ContainsRune("->|=*_\u2010\u2011\u2012\u2013\u2014\u00ad\u200b\u2060\ufeff", r):
		default:
			return "", core.Errorf(core.CodeInvalid, "%q is in no voucher", r).Advise("it has letters and the digits 2 to 7; give it as it was sent")
		}
	}
	return b.String(), nil
}
