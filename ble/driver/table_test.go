package driver_test

import (
	"fmt"
	"time"

	"localiq/core"
)

// tableOf is a table of that version with keys 1 to n, each a tag.
func tableOf(version core.Seq, n int) core.Table {
	t := core.Table{Version: version, OpenFor: 6 * time.Second, Zone: []core.ZoneOffset{{East: 3600}}}
	for i := range n {
		t.Rows = append(t.Rows, core.Row{Key: keyID(i), Kind: core.KeyTag, Credential: core.NewSecret(tagOf(i))})
	}
	return t
}

func keyID(i int) core.KeyID { return core.KeyID(fmt.Sprintf("k-%05d", i)) }
func tagOf(i int) string     { return fmt.Sprintf("04A1B2C3%06X", i) }
