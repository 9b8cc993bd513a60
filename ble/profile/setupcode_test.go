package profile

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"localiq/core"
)

// TestSetupCode: what is printed reads back, however it is typed.
func TestSetupCode(t *testing.T) {
	code := testCode()
	text := code.Reveal()
	if len(text) != len("LIQ1")+9*5 {
		t.Errorf("%d characters", len(text))
	}
	lazy := strings.NewReplacer("0", "o", "1", "l", "-", " ").Replace(strings.ToLower(text))
	for _, typed := range []string{text, strings.ToLower(text), strings.ReplaceAll(text, "-", ""), " " + text + "\n", lazy} {
		if got, err := ParseSetupCode(typed); err != nil || got != code {
			t.Errorf("%v", err)
		}
	}
}

// TestTypingMistake: one wrong character, two swapped, one missing or one too many is told, with
// what to do, and nothing of the code is repeated.
func TestTypingMistake(t *testing.T) {
	text := strings.ReplaceAll(testCode().Reveal(), "-", "")
	var wrong []string
	for i := range text {
		wrong = append(wrong, text[:i]+text[i+1:], text[:i]+"7"+text[i:])
		if i > 0 {
			wrong = append(wrong, text[:i-1]+string(text[i])+string(text[i-1])+text[i+1:])
		}
		for _, r := range crockford + "U*é" {
			wrong = append(wrong, text[:i]+string(r)+text[i+1:])
		}
	}
	wrong = slices.DeleteFunc(wrong, func(s string) bool { return strings.Map(symbolOf, s) == strings.Map(symbolOf, text) })
	for _, s := range append(wrong, "", "LIQ1", "LIQ2"+text[4:], "hello") {
		_, err := ParseSetupCode(s)
		var told *core.Error
		if !errors.As(err, &told) || told.Code != core.CodeInvalid || told.Do == "" {
			t.Fatalf("%d characters: %v", len(s), err)
		}
		for i := 4; i+4 <= len(s); i++ {
			if strings.Contains(err.Error(), s[i:i+4]) && s[i:i+4] != "LIQ1" && len(s) > 30 {
				t.Fatalf("the error repeats the code: %v", err)
			}
		}
	}
}

// FuzzSetupCode: whatever is typed, what is accepted is one lock's code and reads the same again.
func FuzzSetupCode(f *testing.F) {
	f.Add(testCode().Reveal())
	f.Add("liq1 " + strings.Repeat("0", 36))
	f.Add("LIQ1-")
	f.Add("ＬＩＱ１\x00\xff")
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := ParseSetupCode(typed)
		if err != nil {
			return
		}
		if again, err := ParseSetupCode(c.Reveal()); err != nil || again != c {
			t.Errorf("a code does not read again: %v", err)
		}
	})
}
