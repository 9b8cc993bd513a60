package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"syscall"
	"time"

	"localiq/core"
)

// ErrNoHub: nobody answers on the socket. Nothing was done.
var ErrNoHub = errors.New("no hub is running")

// Client is a hub in another process. It is a Hub.
type Client struct {
	socket string
	as     core.PersonID
	http   *http.Client
}

var _ Hub = (*Client)(nil)

// Dial finds out whether a hub answers. Its error wraps ErrNoHub where none does, and says
// what to do.
func Dial(socket string) (*Client, error) {
	conn, err := net.DialTimeout("unix", socket, 2*time.Second)
	if err != nil {
		return nil, explained(socket, err)
	}
	conn.Close()
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "unix", socket)
	}
	return &Client{socket: socket, http: &http.Client{Transport: &http.Transport{DialContext: dial, DisableCompression: true}}}, nil
}

// As is the hub as a person has it, by name or id: what they see, and what they may.
func (c *Client) As(p core.PersonID) *Client {
	theirs := *c
	theirs.as = p
	return &theirs
}

func explained(socket string, err error) error {
	switch {
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("api: %s belongs to another user: run this as the user of the hub, or as root", socket)
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("%w at %s: start one with `localiq run --data DIR` or `localiq demo`, or name its socket with --socket PATH", ErrNoHub, socket)
	}
	return fmt.Errorf("api: reach the hub at %s: %w", socket, err)
}

// Lines reads what the hub's Lines reads.
func (c *Client) Lines(ctx context.Context, since core.Seq, n int) ([]core.Line, error) {
	q := url.Values{"since": {strconv.FormatUint(uint64(since), 10)}, "n": {strconv.Itoa(n)}}
	resp, err := c.get(ctx, "/v1/events?"+q.Encode(), "")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var list eventList
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil {
		return nil, fmt.Errorf("api: read events: %w", err)
	}
	return list.Events, nil
}

// Ask sends a wish and waits for what came of it. A wish that did not reach the hub has
// CodeHubAway; one whose answer was lost has CodeUnknown, because it may have happened.
func (c *Client) Ask(ctx context.Context, a core.Asked) core.Told {
	if a.Origin.As == "" {
		a.Origin.As = c.as
	}
	body, err := json.Marshal(a)
	if err != nil {
		return core.Told{Error: core.Errorf(core.CodeRequest, "%v", err)}
	}
	req, err := http.NewRequestWithContext(ctx, "POST", "http://localiq/v1/ask", bytes.NewReader(body))
	if err != nil {
		return core.Told{Error: asError(err)}
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return core.Told{Error: c.lost(err)}
	}
	defer resp.Body.Close()
	var t core.Told
	if err := json.NewDecoder(resp.Body).Decode(&t); err != nil {
		return core.Told{Error: c.lost(err)}
	}
	if t.Error == nil && resp.StatusCode != http.StatusOK {
		t.Error = core.Errorf(core.CodeInternal, "the hub answered with status %d", resp.StatusCode)
	}
	return t
}

// lost tells a wish that never left from one whose answer never came.
func (c *Client) lost(err error) *core.Error {
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return core.Errorf(core.CodeHubAway, "no hub answers at %s, so nothing was done", c.socket).
			Advise("start it with `localiq run --data DIR`, or name its socket with --socket PATH")
	}
	return core.Errorf(core.CodeUnknown, "the hub went away before it answered: it may have happened").
		Advise("look at the door before you ask again")
}

// get answers with a response of status 200, or an error that is the hub's own *core.Error
// where it told one.
func (c *Client) get(ctx context.Context, path, lastEvent string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "http://localiq"+path, nil)
	if err != nil {
		return nil, err
	}
	if c.as != "" {
		q := req.URL.Query()
		q.Set("as", string(c.as))
		req.URL.RawQuery = q.Encode()
	}
	if lastEvent != "" {
		req.Header.Set("Last-Event-ID", lastEvent)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, explained(c.socket, err)
	}
	if resp.StatusCode == http.StatusOK {
		return resp, nil
	}
	defer resp.Body.Close()
	var f fault
	b, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if json.Unmarshal(b, &f) != nil || f.Error == nil {
		return nil, fmt.Errorf("api: the hub answered with status %d", resp.StatusCode)
	}
	return nil, f.Error
}
