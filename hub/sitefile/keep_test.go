package sitefile

import (
	"strings"
	"testing"
)

// [OUR RULES, retention]: a site says for how many days events are kept, and reads it back.
func TestKeep(t *testing.T) {
	for _, c := range []struct {
		text string
		days int
		bad  bool
	}{{"30d", 30, false}, {"3650d", 3650, false}, {"default", 0, false}, {"0d", 0, true}, {"3651d", 0, true}, {"90", 0, true}, {"-1d", 0, true}, {"for ever", 0, true}} {
		p := &planner{}
		got := p.keep(text{s: c.text, set: true})
		if err := p.err(); got != c.days || (err != nil) != c.bad || err != nil && !strings.Contains(err.Error(), "1d to 3650d") {
			t.Errorf("%s: %d days, %v", c.text, got, err)
		}
		if again := (&planner{}).keep(text{s: keepText(got), set: true}); again != got {
			t.Errorf("%s is written as %s", c.text, keepText(got))
		}
	}
}
