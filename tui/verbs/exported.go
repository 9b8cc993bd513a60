package verbs

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"localiq/core"
)

// exported reads a file; of what another system has exported also a folder, whose JSON files become one
// object, each under its name.
func (d *Desk) exported(name, from string) ([]byte, error) {
	if err := d.ownFile(name); err != nil {
		return nil, err
	}
	info, err := os.Stat(name)
	if from == "" || name == "-" || err != nil || !info.IsDir() {
		return d.read(name)
	}
	files, err := filepath.Glob(filepath.Join(name, "*.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, core.Errorf(core.CodeInvalid, "there is no .json file in %s", name).Advise("put site.json, users.json, access_groups.json and locks.json there")
	}
	all := map[string]json.RawMessage{}
	for _, f := range files {
		b, err := d.read(f)
		if err != nil {
			return nil, err
		}
		if b = bytes.TrimPrefix(b, []byte("\uFEFF")); !json.Valid(b) {
			return nil, core.Errorf(core.CodeInvalid, "%s is no JSON", f).Advise("export it again")
		}
		all[strings.TrimSuffix(filepath.Base(f), ".json")] = b
	}
	b, err := json.Marshal(all)
	if err == nil && len(b) > fileLimit {
		err = core.Errorf(core.CodeInvalid, "the files in %s are over %d KiB together: that is more than the hub takes", name, fileLimit>>10)
	}
	return b, err
}
