package lan

import (
	"fmt"
	"net"
	"strings"
	"testing"
)

// What is told of a link is what leads to the box: an address of the link alone only where there is no
// other of its kind. What the box speaks from is more.
func TestWhatIsToldOfALink(t *testing.T) {
	for _, c := range []struct{ has, all, told string }{
		{"127.0.0.1/8 ::1/128 224.0.0.1/4", "[]", "[]"},
		{"10.0.0.1/24 169.254.3.4/16", "[10.0.0.1 169.254.3.4]", "[10.0.0.1 169.254.3.4]"},
		{"10.0.0.1/24 fe80::1/64", "[10.0.0.1 fe80::1]", "[10.0.0.1 fe80::1]"},
		{"10.0.0.1/24 fe80::1/64 fd77::1/64", "[10.0.0.1 fe80::1 fd77::1]", "[10.0.0.1 fd77::1]"},
	} {
		var addrs []net.Addr
		for s := range strings.FieldsSeq(c.has) {
			ip, n, err := net.ParseCIDR(s)
			if err != nil {
				t.Fatal(err)
			}
			addrs = append(addrs, &net.IPNet{IP: ip, Mask: n.Mask})
		}
		all := usable(addrs)
		if got := fmt.Sprint(all); got != c.all {
			t.Errorf("%s: speaks from %s", c.has, got)
		}
		if got := fmt.Sprint(told(all)); got != c.told {
			t.Errorf("%s: tells %s", c.has, got)
		}
	}
}
