//go:build netns && linux

package lan

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The shipped binary among boxes that run the distribution's avahi, each with a bus of its own
// [mdns]. What the seconds are is said, and judged nowhere: docs/figures.md.

// [mdns] One box, from before it has an address until it leaves. The control comes first: what is
// not announced is not found.
func TestNetnsBoxIsFoundByAvahi(t *testing.T) {
	n := newNetns(t, "hub", "east")
	n.fourOnly()
	n.wire("hub", "eth0", "east", "eth0")
	n.on("hub", "addr add 10.77.0.1/24 dev eth0")
	n.on("east", "addr add 10.77.0.2/24 dev eth0")
	east := n.avahi("east")

	hub := n.hub("hub", "a", "--no-mdns")
	if got := n.discover("east", "1500ms"); len(got) != 0 || east.browser.mark() != 0 {
		t.Fatalf("found what is not announced: %v %v", got, east.browser.all(0))
	}
	hub.stop()

	hub = n.hub("hub", "a")
	id := idOf(hub)
	found := east.finds(0, id, "10.77.0.1", "8443", "api=0", "released=0", "version=", "id="+id, "txtvers=1")
	t.Logf("found and resolved %.2f s after the start of the process", found.at.Sub(hub.began).Seconds())
	got := n.discover("east", "1s")
	if len(got) != 1 || got[0]["id"] != id || fmt.Sprint(got[0]["addresses"]) == "[]" {
		t.Errorf("localiq discover: %v", got)
	}

	at, changed := east.browser.mark(), time.Now()
	n.on("hub", "addr del 10.77.0.1/24 dev eth0")
	n.on("hub", "addr add 10.77.0.9/24 dev eth0")
	moved := hub.wants(hub.mark(), "announced on")
	t.Logf("another address is told %.2f s after it is there", moved.at.Sub(changed).Seconds())
	if got := east.resolve("-4", id); got != "10.77.0.9" {
		t.Errorf("after its address changed the host's name is %s", got)
	}
	fresh := n.browser("east", east.bus)
	fresh.wants(0, "=;", "IPv4", "10.77.0.9")
	fresh.never(0, "10.77.0.1;")
	east.browser.never(at, "-;") // nobody's list loses it meanwhile

	at, said := east.browser.mark(), hub.mark()
	n.on("hub", "link set dev eth0 down")
	n.on("east", "link set dev eth0 down")
	east.browser.wants(at, "-;", "IPv4")
	hub.wants(said, "not announced")
	at, said = east.browser.mark(), hub.mark()
	n.on("east", "link set dev eth0 up")
	n.on("hub", "link set dev eth0 up")
	hub.wants(said, "announced on")
	east.finds(at, id, "10.77.0.9")

	at = east.browser.mark()
	stopped := time.Now()
	hub.stop()
	gone := east.browser.wants(at, "-;", "IPv4")
	t.Logf("gone %.2f s after it was stopped", gone.at.Sub(stopped).Seconds())
}

// [mdns] Two networks: each is told the address by which the box is reached there, and never the other.
func TestNetnsTwoNetworksEachItsOwn(t *testing.T) {
	n := newNetns(t, "hub", "east", "west")
	n.fourOnly()
	n.wire("hub", "eth0", "east", "eth0")
	n.wire("hub", "eth1", "west", "eth0")
	n.on("east", "addr add 10.77.1.2/24 dev eth0")
	n.on("west", "addr add 10.77.2.2/24 dev eth0")
	n.on("hub", "addr add 10.77.1.1/24 dev eth0")
	n.on("hub", "addr add 10.77.2.1/24 dev eth1")
	east := n.avahi("east")
	n.deaf("hub") // as on many a board: both share the port
	id := idOf(n.hub("hub", "a"))
	east.finds(0, id, "10.77.1.1")
	if got := n.discover("west", "2s"); len(got) != 1 || !strings.Contains(fmt.Sprint(got[0]["addresses"]), "[10.77.2.1:8443") {
		t.Errorf("localiq discover: %v", got)
	}
	west := n.deaf("west") // all that is said unasked was said before it came
	if got := west.resolve("-4", id); got != "10.77.2.1" {
		t.Errorf("the host's name is %s", got)
	}
	west.browser = n.browser("west", west.bus)
	west.finds(0, id, "10.77.2.1")
	for range 3 { // asked again and again it does not change its mind
		if e, w := east.resolve("-4", id), west.resolve("-4", id); e != "10.77.1.1" || w != "10.77.2.1" {
			t.Errorf("%s in the east, %s in the west", e, w)
		}
	}
	east.browser.never(0, "10.77.2.")
	west.browser.never(0, "10.77.1.")
}

// [mdns] A network without IPv4, and a box that starts before it has any address.
func TestNetnsSixOnlyAndLate(t *testing.T) {
	n := newNetns(t, "hub", "east")
	n.wire("hub", "eth0", "east", "eth0")
	n.on("hub", "link set dev eth0 down") // no address at all, then
	n.on("east", "addr add fd77::2/64 dev eth0 nodad")
	east := n.avahi("east")
	hub := n.hub("hub", "a")
	id := idOf(hub)
	hub.wants(0, "not announced")
	n.on("hub", "addr add fd77::1/64 dev eth0")
	up := time.Now()
	n.on("hub", "link set dev eth0 up")
	found := east.finds(0, id, "fd77::1")
	t.Logf("found and resolved %.2f s after the link came up", found.at.Sub(up).Seconds())
	if got := east.resolve("-6", id); got != "fd77::1" {
		t.Errorf("the host's name is %s", got)
	}
	if got := n.discover("east", "1s"); len(got) != 1 || !strings.Contains(fmt.Sprint(got[0]["addresses"]), "[fd77::1]:8443") {
		t.Errorf("localiq discover: %v", got)
	}
}

// [mdns] Others of the same name: one that is there first keeps it, one that comes later does not
// get it, and the copy of a card, with the same id, becomes another.
func TestNetnsSameName(t *testing.T) {
	n := newNetns(t, "hub", "east")
	n.fourOnly()
	n.wire("hub", "eth0", "east", "eth0")
	n.on("hub", "addr add 10.77.0.1/24 dev eth0")
	n.on("east", "addr add 10.77.0.2/24 dev eth0")
	east := n.avahi("east")
	hub := n.hub("hub", "a")
	id := idOf(hub)
	name := Service{ID: id}.Instance(1)
	east.finds(0, id, "10.77.0.1")

	late := n.start("east", east.bus, "avahi-publish", "-s", name, Type, "80")
	late.wants(0, "collision")
	hub.stop()
	late.stop()

	first := n.start("east", east.bus, "avahi-publish", "-s", name, Type, "81")
	first.wants(0, "Established")
	at := east.browser.mark()
	hub = n.hub("hub", "a")
	hub.wants(0, "announced on", name+" (2)")
	east.finds(at, id, escaped(name+" (2)"), "localiq-"+id+"-2.local", "10.77.0.1")
	first.stop()
	hub.stop()

	hub = n.hub("hub", "a")
	hub.wants(0, "announced on", name)
	if out, err := exec.Command("cp", "-r", filepath.Join(n.dir, "a"), filepath.Join(n.dir, "b")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	at = east.browser.mark()
	n.hub("east", "b")
	east.finds(at, id, escaped(name+" (2)"), "localiq-"+id+"-2.local")
	if one, two := east.resolve("-4", id), east.resolve("-4", id+"-2"); one == two {
		t.Errorf("both are at %s", one)
	}
}

// watcher is a box with avahi on it, and somebody who browses there all the time.
type watcher struct {
	n       *netns
	box     string
	bus     []string
	browser *program
}

func (n *netns) avahi(box string) *watcher {
	n.t.Helper()
	w := n.deaf(box)
	w.browser = n.browser(box, w.bus)
	return w
}

// deaf has nobody who browses, and has heard nothing yet.
func (n *netns) deaf(box string) *watcher {
	n.t.Helper()
	socket, bus, conf := filepath.Join(n.dir, box+".bus"), filepath.Join(n.dir, box+".busconf"), filepath.Join(n.dir, box+".conf")
	n.write(bus, `<busconfig><type>system</type><listen>unix:path=`+socket+`</listen><auth>EXTERNAL</auth><policy context="default">
<allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_requested_reply="true" send_type="method_return"/>
<allow send_requested_reply="true" send_type="error"/><allow send_type="signal"/><allow receive_type="method_call"/>
<allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/></policy></busconfig>`)
	n.write(conf, "[server]\nhost-name="+box+"\nuse-ipv4=yes\nuse-ipv6=yes\n[publish]\npublish-workstation=no\n")
	w := &watcher{n: n, box: box, bus: []string{"DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + socket}}
	n.start(box, nil, "dbus-daemon", "--config-file="+bus, "--nofork", "--print-address=1").wants(0, "unix:path=")
	// ip gives each its own mounts; avahi keeps the number of its process under /run.
	n.start(box, w.bus, "sh", "-c", "mount -t tmpfs none /run && mkdir /run/avahi-daemon && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f "+conf).
		wants(0, "Server startup complete")
	return w
}

func (n *netns) browser(box string, bus []string) *program {
	return n.start(box, bus, "stdbuf", "-oL", "avahi-browse", "-r", "-p", Type)
}

func (n *netns) write(name, text string) {
	n.t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		n.t.Fatal(err)
	}
}

// finds waits until the browser has resolved the box, with all of the words.
func (w *watcher) finds(after int, id string, words ...string) line {
	w.n.t.Helper()
	return w.browser.wants(after, append([]string{"=;", "localiq-" + id}, words...)...)
}

// resolve is what the box's name means to any program on this one.
func (w *watcher) resolve(family, id string) string {
	w.n.t.Helper()
	l := w.n.start(w.box, w.bus, "avahi-resolve", family, "-n", "localiq-"+id+".local").wants(0, "localiq-"+id)
	_, addr, _ := strings.Cut(l.text, "\t")
	return addr
}

func (n *netns) hub(box, data string, more ...string) *program {
	n.t.Helper()
	p := n.start(box, nil, append([]string{n.localiq, "run", "--data", filepath.Join(n.dir, data), "--adapter", "none", "--ssh", "off"}, more...)...)
	p.wants(0, "the hub is up")
	return p
}

func idOf(hub *program) string {
	_, rest, _ := strings.Cut(hub.wants(0, "the hub is up").text, " id=")
	id, _, _ := strings.Cut(rest, " ")
	return id
}

func (n *netns) discover(box, wait string) (out []map[string]any) {
	n.t.Helper()
	p := n.start(box, nil, n.localiq, "discover", "--json", "--for", wait)
	if err := json.Unmarshal([]byte(p.wants(0, "[").text), &out); err != nil {
		n.t.Fatal(err)
	}
	return out
}

// escaped is a name as avahi-browse -p prints it.
func escaped(s string) string {
	return strings.NewReplacer(" ", `\032`, "(", `\040`, ")", `\041`).Replace(s)
}
