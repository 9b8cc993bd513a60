package api

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"localiq/core"
)

// What goes in on one side comes out on the other, whole.
func TestRoundTrip(t *testing.T) {
	h, c, _ := hubAt(t)
	ctx := t.Context()
	s := <-c.Watch(ctx)
	if !reflect.DeepEqual(s, h.snapshot()) {
		t.Errorf("snapshot %+v", s)
	}
	h.tell(2, "Front")
	h.tell(0, "")
	h.tell(1, "Störe")
	for _, q := range []struct {
		since core.Seq
		n     int
		want  string
	}{{0, 100, "1.0 1.1 3.0"}, {1, 100, "3.0"}, {0, 1, "1.0 1.1"}, {0, -1, "3.0"}, {0, -3, "1.0 1.1 3.0"}, {3, 5, ""}} {
		lines, err := c.Lines(ctx, q.since, q.n)
		var got []string
		for _, l := range lines {
			got = append(got, At(l).String())
		}
		if err != nil || strings.Join(got, " ") != q.want {
			t.Errorf("since %d, n %d: %v, %v", q.since, q.n, got, err)
		}
	}
	if lines, err := c.Lines(ctx, 2, 1); err != nil || !reflect.DeepEqual(lines, h.lines[2:]) {
		t.Errorf("%+v, %v", lines, err)
	}
	asked := core.Asked{Origin: core.Origin{Kind: core.FromCLI, Who: "root", Request: "r-1"}, Wish: core.PairLock{Code: "0000", DoorName: "Front"}}
	want := core.Told{Seq: 7, Result: core.ResultDone, Lock: &core.Lock{ID: "l-1", PublicKey: []byte{1}}, Report: []string{"a"}, YAML: []byte("b: c\n")}
	h.ask = func(_ context.Context, a core.Asked) core.Told {
		if !reflect.DeepEqual(a, asked) {
			t.Errorf("asked %+v", a)
		}
		return want
	}
	if got := c.Ask(ctx, asked); !reflect.DeepEqual(got, want) {
		t.Errorf("told %+v", got)
	}
}

// An error keeps its code, sentence and advice, and has the status of its code.
func TestErrorArrivesWhole(t *testing.T) {
	h, c, socket := hubAt(t)
	for code, want := range status {
		e := core.Errorf(code, "no").Advise("do this")
		h.ask = func(context.Context, core.Asked) core.Told { return core.Told{Error: e} }
		if got := c.Ask(t.Context(), core.Asked{Wish: core.ExportSite{}}); !reflect.DeepEqual(got.Error, e) {
			t.Errorf("%d became %+v", code, got.Error)
		}
		if got, _ := send(t, socket, "POST", "/v1/ask", `{"wish":{"ExportSite":{}}}`); got != want {
			t.Errorf("%d has status %d", code, got)
		}
	}
}

// Every code of core has a status that somebody chose.
func TestEveryCodeHasAStatus(t *testing.T) {
	codes := codesOfTheCore(t)
	for _, c := range codes {
		if n, _ := strconv.Atoi(c); status[core.Code(n)] == 0 {
			t.Errorf("%s has no status", c)
		}
	}
	if len(codes) < 20 {
		t.Errorf("found %d codes only", len(codes))
	}
}

func send(t *testing.T, socket, method, path, body string) (int, string) {
	t.Helper()
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) {
		return net.Dial("unix", socket)
	}}}
	req, err := http.NewRequest(method, "http://x"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

// A bad request gets 1100 and does nothing; the answer repeats nothing of it.
func TestBadRequestDoesNothing(t *testing.T) {
	h, _, socket := hubAt(t)
	h.ask = func(_ context.Context, a core.Asked) core.Told {
		t.Errorf("the hub was asked %+v", a)
		return core.Told{}
	}
	for _, c := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{"POST", "/v1/ask", `{"wish":`, 400, "1100"},
		{"POST", "/v1/ask", ``, 400, "1100"},
		{"POST", "/v1/ask", `null`, 400, "1100"},
		{"POST", "/v1/ask", `{}`, 400, "1100"},
		{"POST", "/v1/ask", `{"wish":{}}`, 400, "1100"},
		{"POST", "/v1/ask", `{"wish":{"Explode":{"PIN":"739214"}}}`, 400, "1100"},
		{"POST", "/v1/ask", `{"wish":{"LockDoor":{"Door":739214}}}`, 400, "1100"},
		{"POST", "/v1/ask", `{"wish":{"LockDoor":{},"OpenDoor":{}}}`, 400, "1100"},
		{"POST", "/v1/ask", `{"wish":{"LockDoor":{}}} {"wish":{}}`, 400, "1100"},
		{"POST", "/v1/ask", `{"origin":{"kind":"air"},"wish":{"LockDoor":{}}}`, 400, "1100"},
		{"POST", "/v1/ask", `{"origin":{"kind":"god"},"wish":{"LockDoor":{}}}`, 400, "1100"},
		{"POST", "/v1/ask", strings.Repeat(" ", maxBody) + `{}`, 400, "1100"},
		{"GET", "/v1/ask", ``, 405, "1100"},
		{"POST", "/v1/site", ``, 405, "1100"},
		{"GET", "/v1/events?since=x", ``, 400, "1100"},
		{"GET", "/v1/events?since=1.x", ``, 400, "1100"},
		{"GET", "/v1/events?since=-1", ``, 400, "1100"},
		{"GET", "/v1/events?n=0", ``, 400, "1100"},
		{"GET", "/v1/events?n=10001", ``, 400, "1100"},
		{"GET", "/v1/events?n=many", ``, 400, "1100"},
		{"GET", "/v2/site", ``, 404, "3104"},
		{"GET", "/", ``, 404, "3104"},
	} {
		status, body := send(t, socket, c.method, c.path, c.body)
		if status != c.status || !strings.HasPrefix(body, `{"error":{"code":`+c.code+`,"text":"`) || strings.Contains(body, "739214") {
			t.Errorf("%s %s %.60s: %d %s", c.method, c.path, c.body, status, body)
		}
	}
}

// A wish cannot pretend to be the hub's own.
func TestOriginIsAFace(t *testing.T) {
	h, _, socket := hubAt(t)
	var got []core.OriginKind
	h.ask = func(_ context.Context, a core.Asked) core.Told {
		got = append(got, a.Origin.Kind)
		return core.Told{}
	}
	for _, o := range []string{`"origin":{"kind":"hub"},`, ``, `"origin":{"kind":"console"},`, `"origin":{"kind":"cli"},`} {
		send(t, socket, "POST", "/v1/ask", `{`+o+`"wish":{"LockDoor":{"Door":"d"}}}`)
	}
	if !slices.Equal(got, []core.OriginKind{core.FromAPI, core.FromAPI, core.FromConsole, core.FromCLI}) {
		t.Errorf("%v", got)
	}
}

// One request that the hub cannot bear costs nobody else anything.
func TestPanicIsAnAnswer(t *testing.T) {
	h, c, _ := hubAt(t)
	h.ask = func(context.Context, core.Asked) core.Told { panic("at the disco") }
	if got := c.Ask(t.Context(), core.Asked{Wish: core.ExportSite{}}); got.Error == nil || got.Error.Code != core.CodeInternal {
		t.Errorf("%+v", got.Error)
	}
	h.ask = func(context.Context, core.Asked) core.Told { return core.Told{Seq: 1} }
	if got := c.Ask(t.Context(), core.Asked{Wish: core.ExportSite{}}); got.Error != nil || got.Seq != 1 {
		t.Errorf("%+v", got)
	}
}

// A watcher that takes nothing holds up neither the hub nor another watcher; when it reads
// again it soon sees the newest.
func TestSlowWatcherSlowsNobody(t *testing.T) {
	h, c, socket := hubAt(t)
	slow, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	io.WriteString(slow, "GET /v1/watch HTTP/1.1\r\nHost: x\r\n\r\n")
	<-h.watched
	fast := c.Watch(t.Context())
	<-h.watched
	const last = 20_000
	for range last {
		h.tell(0, "")
	}
	for s := range fast {
		if s.Seq == last {
			break
		}
	}
	seen := 0
	sc := bufio.NewScanner(slow)
	for sc.Scan() {
		if strings.HasPrefix(sc.Text(), "data: ") {
			seen++
		}
		if strings.Contains(sc.Text(), fmt.Sprintf(`"seq":%d`, last)) {
			break
		}
	}
	if sc.Err() != nil || seen > last/2 {
		t.Errorf("read %d of %d snapshots, %v", seen, last, sc.Err())
	}
}

// Also at the client's end a reader that is late sees the newest.
func TestLateReaderSeesTheNewest(t *testing.T) {
	h, c, _ := hubAt(t)
	ctx, cancel := context.WithCancel(t.Context())
	w := c.Watch(ctx)
	<-h.watched
	for range 100 {
		h.tell(0, "")
	}
	n := 0
	for s := range w {
		n++
		if s.Seq == 100 {
			break
		}
	}
	if n > 100 {
		t.Errorf("%d snapshots of 101", n)
	}
	cancel()
	for range w { // closed when ctx ends
	}
}
