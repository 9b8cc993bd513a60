package api

import (
	"context"
	"net/http"
	"strconv"

	"localiq/core"
)

const (
	page    = 500    // inputs asked of the hub at a time
	maxPage = 10_000 // and the most that a client may ask for
)

type eventList struct {
	Events []core.Line `json:"events"`
}

// events answers with a list, or with follow=1 with a stream that begins behind since (or
// behind Last-Event-ID, which a client sends when it comes back) and leaves nothing out.
func events(w http.ResponseWriter, r *http.Request, hub Hub) {
	q := r.URL.Query()
	from, err := fromMark(r)
	if err != nil {
		fail(w, asError(err))
		return
	}
	if q.Get("follow") == "1" {
		follow(w, r, hub, from)
		return
	}
	n, err := count(q.Get("n"), q.Has("since"))
	if err != nil {
		fail(w, asError(err))
		return
	}
	lines, err := hub.Lines(r.Context(), from.since(), n)
	if err != nil {
		fail(w, asError(err))
		return
	}
	if n > 0 {
		lines = behind(from, lines)
	}
	reply(w, http.StatusOK, eventList{append([]core.Line{}, lines...)})
}

func fromMark(r *http.Request) (Mark, error) {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("since")
	}
	if text == "" {
		return Mark{}, nil
	}
	return ParseMark(text)
}

// count is n, or 500 where a beginning is given, or the last 100.
func count(n string, since bool) (int, error) {
	if n == "" {
		if since {
			return page, nil
		}
		return -100, nil
	}
	v, err := strconv.Atoi(n)
	if err != nil || v == 0 || v > maxPage || v < -maxPage {
		return 0, core.Errorf(core.CodeRequest, "n must be 1 to %d, or -1 to -%d for the last ones", maxPage, maxPage)
	}
	return v, nil
}

// follow writes lines as they come. A snapshot is the sign that there is something to read;
// what is read comes from the ledger, so a missed sign loses nothing.
func follow(w http.ResponseWriter, r *http.Request, hub Hub, from Mark) {
	out, begun := newStream(w), false
	for s := range hub.Watch(r.Context()) {
		before := from
		for from.Seq < s.Seq || from.N != wholeInput && from.Seq == s.Seq {
			next, err := more(r.Context(), hub, out, from, s.Seq)
			if err != nil {
				return
			}
			from = next
		}
		if before == from && out.beat() != nil {
			return
		}
		begun = true
	}
	switch err := whyClosed(r.Context(), hub); {
	case r.Context().Err() != nil:
	case begun:
		out.send("error", "", fault{Error: err})
	default:
		fail(w, err)
	}
}

// more writes one page behind from and returns how far it went. Inputs without lines count:
// n inputs reach at least n numbers further, because every number is used once at most.
func more(ctx context.Context, hub Hub, out stream, from Mark, to core.Seq) (Mark, error) {
	lines, err := hub.Lines(ctx, from.since(), page)
	if err != nil {
		out.send("error", "", fault{Error: asError(err)})
		return from, err
	}
	reached := After(min(from.since()+page, to))
	if n := len(lines); n > 0 && lines[n-1].Seq > reached.Seq {
		reached = After(lines[n-1].Seq)
	}
	for _, l := range behind(from, lines) {
		if err := out.send("line", At(l).String(), l); err != nil {
			return from, err
		}
	}
	return reached, nil
}

func behind(m Mark, lines []core.Line) []core.Line {
	for i, l := range lines {
		if m.before(l) {
			return lines[i:]
		}
	}
	return nil
}
