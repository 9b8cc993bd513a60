package profile

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"localiq/core"
)

func document(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../docs/lock-profile.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestDocumentQuotesTheVectors: every block "```vector path" holds what the file has there.
func TestDocumentQuotesTheVectors(t *testing.T) {
	b, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	var file any
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?m)^```vector (\\S+)\n([^`]*)^```$").FindAllStringSubmatch(document(t), -1)
	if len(blocks) < 25 {
		t.Errorf("only %d vectors are quoted", len(blocks))
	}
	for _, m := range blocks {
		if got := strings.TrimSpace(m[2]); got != at(file, m[1]) {
			t.Errorf("%s is %s in the document, %v in the file", m[1], got, at(file, m[1]))
		}
	}
}

func at(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		}
	}
	return v
}

// TestDocumentNamesEveryField: each message's table has the keys and the fields that the code
// has, no more and no fewer, and says of the same ones that they are always there.
func TestDocumentNamesEveryField(t *testing.T) {
	doc := document(t)
	for _, m := range testMessages() {
		ty := reflect.TypeOf(m)
		head := fmt.Sprintf("#### %s (0x%02x)\n", ty.Name(), uint8(m.Type()))
		_, section, ok := strings.Cut(doc, head)
		if !ok {
			t.Errorf("no section %q", head)
			continue
		}
		section, _, _ = strings.Cut(section, "\n##")
		section, _, _ = strings.Cut(section, "The map `")
		sameFields(t, ty, section)
	}
	for name, m := range map[string]any{"move": Move{}, "mark": TableMark{}, "row": TableRow{}, "schedule": TableSchedule{},
		"window": TableWindow{}, "offset": TableOffset{}, "peer": Peer{}, "certificate": Certificate{}, "head": ImageHead{}} {
		_, section, ok := strings.Cut(doc, "The map `"+name+"`:\n")
		if !ok {
			t.Errorf("no map %s", name)
		}
		section, _, _ = strings.Cut(section, "\n\n####")
		section, _, _ = strings.Cut(section, "The map `")
		section, _, _ = strings.Cut(section, "```")
		sameFields(t, reflect.TypeOf(m), section)
	}
	for ty := range decoders {
		if !strings.Contains(doc, fmt.Sprintf("(0x%02x)\n", uint8(ty))) {
			t.Errorf("the document does not have message 0x%02x", uint8(ty))
		}
	}
}

func sameFields(t *testing.T, ty reflect.Type, section string) {
	t.Helper()
	want, got := map[string]string{}, map[string]string{}
	for f := range ty.Fields() {
		key, options, _ := strings.Cut(f.Tag.Get("cbor"), ",")
		want[key] = spaced(f.Name)
		if !strings.Contains(options, "omit") {
			want[key] += ", always"
		}
	}
	for _, row := range regexp.MustCompile(`(?m)^\| (\d+) \| ([a-z ]+) \| [^|]+ \| ?(always)?`).FindAllStringSubmatch(section, -1) {
		got[row[1]] = row[2]
		if row[3] != "" {
			got[row[1]] += ", always"
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: the document has %v, the code %v", ty.Name(), got, want)
	}
}

// spaced makes "not after" of NotAfter, and "utc" of UTC.
func spaced(name string) string {
	var s strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) && !unicode.IsUpper(rune(name[i-1])) {
			s.WriteByte(' ')
		}
		s.WriteRune(unicode.ToLower(r))
	}
	return s.String()
}

// TestDocumentHasTheLists: the numbers and names of 10.3 are those of the code.
func TestDocumentHasTheLists(t *testing.T) {
	doc := document(t)
	if !strings.Contains(doc, "`can` is bits: 0 table, 1 seal advert, 2 identify, 3 update, 4 peers, 5 release, 6 digital keys.") {
		t.Error("the document has other bits of what a lock can")
	}
	for list, name := range map[string]func(uint8) string{
		"bolt":     func(n uint8) string { return core.Bolt(n).String() },
		"contact":  func(n uint8) string { return core.Contact(n).String() },
		"key kind": func(n uint8) string { return core.KeyKind(n).String() },
		"cause":    func(n uint8) string { return core.BoltCause(n).String() },
		"result":   func(n uint8) string { return core.Result(n).String() },
		"clock":    func(n uint8) string { return core.Trust(n).String() },
		"reason":   func(n uint8) string { return core.Reason(n).String() },
		"entry": listed("none", "door opened", "door closed", "bolt turned", "handle turned", "tamper", "key refused", "key admitted",
			"limited", "updated"),
		"error":  listed("none", "unsupported", "malformed", "busy", "forbidden"),
		"role":   listed("none", "hub", "installer", "service", "phone"),
		"update": listed("ok", "unsigned", "not newer", "wrong", "too big", "busy"),
	} {
		var want []string
		for n := uint8(0); !strings.HasPrefix(name(n), "#"); n++ {
			if name(n) != "" {
				want = append(want, fmt.Sprintf("%d %s", n, name(n)))
			}
		}
		if row := fmt.Sprintf("| %s | %s |\n", list, strings.Join(want, ", ")); !strings.Contains(doc, row) {
			t.Errorf("the document lacks the row %s", row)
		}
	}
}

// TestDocumentHasTheRoles: the table of 11.6 is what the code allows, for every message that a
// lock is told.
func TestDocumentHasTheRoles(t *testing.T) {
	_, section, _ := strings.Cut(document(t), "| message | hub | installer | service | phone |\n|---|---|---|---|---|\n")
	section, _, _ = strings.Cut(section, "\n\n")
	types := map[string]Type{}
	for _, m := range testMessages() {
		types[reflect.TypeOf(m).Name()] = m.Type()
	}
	said := map[Type]bool{}
	for row := range strings.SplitSeq(section, "\n") {
		cells := strings.Split(row, "|")
		for name := range strings.SplitSeq(cells[1], ",") {
			ty, is := types[strings.TrimSpace(name)]
			if !is {
				t.Errorf("there is no message %s", name)
			}
			said[ty] = true
			for i, r := range []Role{RoleHub, RoleInstaller, RoleService, RolePhone} {
				if doc := strings.TrimSpace(cells[2+i]) == "yes"; doc != r.Allows(ty) {
					t.Errorf("%s, role %d: the document says %t", name, r, doc)
				}
			}
		}
	}
	for name, ty := range types {
		if (ty.toLock() || ty == TypeError) != said[ty] {
			t.Errorf("%s: in the table of roles, or not", name)
		}
	}
}

// listed names a list of ours; TestNumbersOnTheAir pins that it is as long as that.
func listed(names ...string) func(uint8) string {
	return func(n uint8) string {
		if int(n) < len(names) {
			return names[n]
		}
		return "#"
	}
}

// TestDocumentHasTheLimits: section 12 has the constants of the code.
func TestDocumentHasTheLimits(t *testing.T) {
	doc := document(t)
	want := map[string]any{
		"RequestWait": RequestWait, "HandshakeWait": HandshakeWait, "SessionLife": SessionLife, "PairingWindow": PairingWindow,
		"PairingTries": PairingTries, "MaxBeacon": MaxBeacon, "FailedLinks": FailedLinks, "FailedPause": FailedPause, "Window": Window, "Remembered": Remembered, "MinJournal": MinJournal,
		"MaxMessage": MaxMessage, "MaxEntries": MaxEntries, "MaxUnlock": MaxUnlock, "MaxCredential": MaxCredential, "MaxText": MaxText,
		"MaxDetail": MaxDetail, "LowBattery": LowBattery, "MinMTU": MinMTU,
		"AddressLife": AddressLife, "WrongPINs": WrongPINs, "ForgivePIN": ForgivePIN, "FirstPause": FirstPause, "LastPause": LastPause,
		"ForgetAfter": ForgetAfter, "MaxIdentify": MaxIdentify, "MaxPeers": MaxPeers, "MaxHead": MaxHead, "MaxData": MaxData, "MaxImage": MaxImage,
		"MaxSealed": maxSealed, "TableParts": TableParts, "MaxRows": MaxRows, "MaxRef": MaxRef, "MaxRowSchedules": MaxRowSchedules,
		"MaxSchedules": MaxSchedules, "MaxWindows": MaxWindows, "MaxOffsets": MaxOffsets, "MaxCertificate": MaxCertificate, "VisitLife": VisitLife,
	}
	for name, v := range want {
		text := fmt.Sprint(v)
		if d, is := v.(time.Duration); is {
			text = fmt.Sprintf("%d ms", d.Milliseconds())
		}
		if row := fmt.Sprintf("| %s | %s |", name, text); !strings.Contains(doc, row) {
			t.Errorf("the document lacks the row %s", row)
		}
	}
	for _, u := range append(GATT.Chars, GATT.Service) {
		if !strings.Contains(doc, "`"+u.String()+"`") {
			t.Errorf("the document lacks %s", u)
		}
	}
}
