package sitefile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

func (x *exporter) line(depth int, s string) {
	fmt.Fprintf(x, "%s%s\n", strings.Repeat("  ", depth), s)
}

// field leaves out what is empty.
func (x *exporter) field(depth int, name, value string) {
	if value != "" {
		x.line(depth, name+": "+quoted(value))
	}
}

// first is the first field of a list's row; it is written even when empty.
func (x *exporter) first(depth int, name, value string) {
	x.line(depth, "- "+name+": "+quoted(value))
}

func (x *exporter) list(depth int, name string, values []string) {
	if len(values) == 0 {
		return
	}
	qs := make([]string, len(values))
	for i, v := range values {
		qs[i] = quoted(v)
	}
	x.line(depth, name+": ["+strings.Join(qs, ", ")+"]")
}

func (x *exporter) seconds(name string, n int) {
	if n != 0 {
		x.line(2, fmt.Sprintf("%s: %ds", name, n))
	}
}

// plain is what every reader of YAML takes for the string that it is: it begins with a letter,
// holds nothing that YAML has a use for, and does not end in a blank.
var plain = regexp.MustCompile(`^\p{L}(?:[\p{L}\p{N} ._@+/-]*[\p{L}\p{N}._@+/-])?$|^\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?$`)

// words that YAML, old or new, takes for something else.
var words = []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"}

// quoted writes s so that it is read back as s. JSON's strings are YAML's too.
func quoted(s string) string {
	if plain.MatchString(s) && !slices.Contains(words, strings.ToLower(s)) {
		return s
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}
