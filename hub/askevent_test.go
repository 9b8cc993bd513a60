package hub

import (
	"strings"
	"testing"

	"localiq/core"
	"localiq/store"
)

// why asks for the explanation of an event.
func (l *life) why(event core.Seq) *core.Explanation {
	l.t.Helper()
	told := l.asks(300, core.Explain{Event: event})
	if told.Error != nil {
		l.t.Fatal(told.Error)
	}
	return told.Explain
}

// [explain]: a refused event is explained by the rights of then: what would have made it work is said of the site
// on which it was refused, whatever was changed since.
func TestRefusalIsExplainedByTheRightsOfThen(t *testing.T) {
	l := newLife(t, store.Options{})
	l.moveIn(0)
	l.edits(10, nil, core.Put(core.Key{ID: "k-ana", Person: "p-ana", Kind: core.KeyTag, State: core.KeyLost, Digest: l.anas()}))
	l.tag(11)
	lost := l.site.Seq
	l.edits(12, nil, core.Put(core.Key{ID: "k-ana", Person: "p-ana", Kind: core.KeyTag, State: core.KeyActive, Digest: l.anas()}),
		core.Put(core.Person{ID: "p-ana", Groups: []core.GroupID{"g"}, Blocked: true}))
	l.tag(13)
	blocked := l.site.Seq
	if e := l.why(lost); e.Verdict.Reason != core.CredentialDisabled || !strings.Contains(e.Because, "lost") || !strings.Contains(e.Fix, "active again") || len(e.Steps) < 10 {
		t.Errorf("%+v", e)
	}
	if e := l.why(blocked); e.Verdict.Reason != core.UserBlocked || e.Fix != "unblock the person" {
		t.Errorf("%+v", e)
	}
	if told := l.asks(300, core.Explain{Event: 1}); told.Error == nil {
		t.Error("an edit was explained as a decision")
	}
}

// [explain]: of a key that nobody had it says so, and whose it is by now.
func TestUnknownKeyIsExplained(t *testing.T) {
	l := newLife(t, store.Options{})
	l.moveIn(0)
	stray := l.store.Digest(core.KeyTag, []byte{9, 9, 9, 9})
	l.does(10, core.Input{Origin: core.Origin{Kind: core.FromAir, Who: "l1"}, Event: core.AccessRequested{Lock: "l1", Request: "s", Kind: core.KeyTag, Digest: stray}})
	seq := l.site.Seq
	if e := l.why(seq); e.Verdict.Reason != core.CredentialUnknown || e.Person != "" || e.But != "nobody has this key now either" {
		t.Errorf("%+v", e)
	}
	l.edits(11, nil, core.Put(core.Key{ID: "k9", Person: "p-ana", Kind: core.KeyTag, State: core.KeyActive, Digest: stray}))
	if e := l.why(seq); !strings.HasPrefix(e.But, "since then it was given to") || e.Verdict.Reason != core.CredentialUnknown {
		t.Errorf("%+v", e)
	}
}
