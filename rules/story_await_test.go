package rules

import (
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

// peopleWord reads "ask-tag front Ana [30s]", "forgo front Ana", "read-pin Ana" and "export-keys 3 [sealed]".
func (st *story) peopleWord(f []string) core.Event {
	switch f[0] {
	case "ask-tag":
		e := core.TagAwaited{Door: core.DoorID(f[1]), Person: core.PersonID(f[2]), Key: core.KeyID(f[2] + ".shown")}
		e.From, e.Until = st.dated("from", f), st.dated("until", f)
		if len(f) > 3 && !strings.Contains(f[3], "=") {
			long, err := time.ParseDuration(f[3])
			if err != nil {
				st.t.Fatal(err)
			}
			e.For = long
		}
		return e
	case "forgo":
		return core.TagForgone{Door: core.DoorID(f[1]), Key: core.KeyID(f[2] + ".shown")}
	case "export-keys":
		n, err := strconv.Atoi(f[1])
		if err != nil {
			st.t.Fatal(err)
		}
		return core.SecretsExported{Keys: n, Sealed: len(f) > 2}
	case "read-pin":
		return core.PINRead{Person: core.PersonID(f[1]), Key: core.KeyID(f[1] + ".pin")}
	}
	return nil
}
