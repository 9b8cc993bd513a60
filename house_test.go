package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// arrow is a ban: files under room must not import what begins with path.
type arrow struct{ room, path, why string }

var arrows = []arrow{
	{"core", "localiq/", "core is the glossary; whoever reads it must need nothing else"},
	{"core", "os", "core does no I/O (core/clock is the one room that reads a clock)"},
	{"rules", "localiq/hub", "the rules do not know who asks"},
	{"rules", "localiq/store", "the rules do not know where things are kept"},
	{"rules", "localiq/ble", "the rules do not know how a lock is reached"},
	{"rules", "os", "a decision is a function of the site and the input"},
	{"rules", "net", "a decision is a function of the site and the input"},
	{"rules", "context", "a decision never waits"},
	{"rules", "math/rand", "entropy arrives in the event"},
	{"rules", "crypto/rand", "entropy arrives in the event"},
	{"store", "localiq/hub", "the store does not know who keeps"},
	{"store", "localiq/rules", "the store keeps decisions, it makes none"},
	{"store", "localiq/ble", "the store does not know how a lock is reached"},
	{"ble/nuki", "localiq/ble/driver", "a protocol does not know who speaks it"},
	{"ble", "localiq/hub", "drivers make events; what follows is not theirs"},
	{"ble", "localiq/rules", "drivers make events; what follows is not theirs"},
	{"ble", "localiq/store", "drivers keep nothing"},
	{"hub", "go.etcd.io/bbolt", "store alone knows bbolt"},
	{"hub", "localiq/store", "the hub declares what it needs; main hands it a store"},
	{"hub", "localiq/tui", "the hub does not know who looks"},
	{"hub", "localiq/ble/radio", "the hub does not know radios"},
	{"hub", "github.com/go-ble", "the hub does not know radios"},
	{"tui", "localiq/hub", "a console sees snapshots and sends wishes, over whatever carries them"},
	{"tui", "localiq/store", "a console sees snapshots"},
	{"tui", "localiq/rules", "a console decides nothing"},
	{"tui", "localiq/ble", "a console knows no radio"},
}

// Only these may import what follows, whoever else would like to.
var only = []struct{ path, rooms, why string }{
	{"github.com/go-ble/ble", "ble/radio ble/softlock ble/rig", "go-ble hangs, leaks and panics under faults: it lives in a process of its own"},
	{"go.etcd.io/bbolt", "store", "one room says bucket"},
	{"charm.land/", "tui", "the screen is one face of several"},
	{"localiq/ble/nuki", "ble/nuki ble/driver ble/softlock ble/rig", "one place knows Nuki's bytes: its two ends speak them, and nobody else"},
	{"github.com/grandcat/zeroconf", "hub/lan", "its faults are supervised in one place"},
}

// exceptions: a room inside a room with a licence of its own.
var exceptions = map[string]string{
	"core/clock":   "the seam to time reads the clock and the boot id",
	"core/gate":    "who may knock at a listener is counted in one way by every face, and by repeaters",
	"core/durable": "whole files and keys on the disk are put there in one way by every room",
	"core/sshkey":  "which public keys let somebody in is said in one place, which hub and SSH server may see",
	"core/voucher": "what a dealer's desk writes and a hub reads is written in one place, which both may see",
}

// TestHouse keeps the arrows of docs/architecture.md.
func TestHouse(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, im := range f.Imports {
			p, _ := strconv.Unquote(im.Path.Value)
			if why := banned(filepath.ToSlash(filepath.Dir(path)), p); why != "" {
				t.Errorf("%s imports %s: %s", path, p, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Fatalf("looked at %d files only: the test looks in the wrong place", files)
	}
}

// TestHouseNotices is the control: the test above can fail.
func TestHouseNotices(t *testing.T) {
	for _, c := range [][2]string{{"rules", "os"}, {"hub", "localiq/store"}, {"tui", "go.etcd.io/bbolt"}, {"core", "localiq/rules"}, {"ble/driver", "github.com/go-ble/ble/linux"}, {"hub", "localiq/ble/nuki"}} {
		if banned(c[0], c[1]) == "" {
			t.Errorf("%s may import %s", c[0], c[1])
		}
	}
}

func banned(dir, path string) string {
	if exceptions[dir] != "" {
		return ""
	}
	for _, a := range arrows {
		if under(dir, a.room) && (path == strings.TrimSuffix(a.path, "/") || strings.HasPrefix(path, strings.TrimSuffix(a.path, "/")+"/")) {
			return a.why
		}
	}
	for _, o := range only {
		if !strings.HasPrefix(path, o.path) || dir == "." {
			continue
		}
		for room := range strings.FieldsSeq(o.rooms) {
			if under(dir, room) {
				return ""
			}
		}
		if !under(dir, "bench") {
			return o.why
		}
	}
	return ""
}

func under(dir, room string) bool { return dir == room || strings.HasPrefix(dir, room+"/") }
