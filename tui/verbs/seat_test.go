package verbs

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"localiq/core"
)

// shut is the hub as somebody has it who may not look.
type shut struct{ Hub }

func (shut) Watch(context.Context) <-chan *core.Snapshot {
	none := make(chan *core.Snapshot)
	close(none)
	return none
}

func (shut) Lines(context.Context, core.Seq, int) ([]core.Line, error) {
	return nil, core.Errorf(core.CodeSubscription, "no slot")
}

// TestWhoMayNotLookIsToldWhy [roles]: and not that the hub is away.
func TestWhoMayNotLookIsToldWhy(t *testing.T) {
	var out bytes.Buffer
	err := Verbs{Hub: shut{}, Out: &out}.Events(t.Context(), EventsQuery{Last: 5})
	if core.AsError(err).Code != core.CodeSubscription || strings.Contains(err.Error(), "went away") || out.Len() != 0 {
		t.Errorf("%v, wrote %q", err, out.String())
	}
}

// TestWhoLeavesIsNotToldThatTheHubDid: an interrupted command has no error of its own.
func TestWhoLeavesIsNotToldThatTheHubDid(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	leave()
	var out bytes.Buffer
	if err := (Verbs{Hub: shut{}, Out: &out}).Events(ctx, EventsQuery{Follow: true}); !errors.Is(err, context.Canceled) || out.Len() != 0 {
		t.Errorf("%v, wrote %q", err, out.String())
	}
}
