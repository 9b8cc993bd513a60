package virtual

import (
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// TestLeaseCountsFromTheLastSession counts from the last session with the hub, and anew from a start: whoever takes the
// hub away has until then, and a lock that lost its time errs on the side of those it knew.
func TestLeaseCountsFromTheLastSession(t *testing.T) {
	lease := func(r *profile.TableRow) { r.Lease = profile.MillisOf(3 * time.Hour) }
	opens := func(s *scene) bool {
		s.hands("tag 04A1B2C3")
		synctest.Wait()
		is := s.lock.State().Bolt == core.BoltUnlocked
		time.Sleep(time.Minute)
		return is
	}
	withTable(t, Config{}, tableOf(map[string]func(*profile.TableRow){"04A1B2C3": lease}), func(t *testing.T, s *scene) {
		if time.Sleep(2 * time.Hour); !opens(s) {
			t.Error("refused within the lease")
		}
		h, _ := s.call()
		h.link.Close()
		synctest.Wait()
		if time.Sleep(2 * time.Hour); !opens(s) {
			t.Error("the hub was here, and it refuses")
		}
		if time.Sleep(2 * time.Hour); opens(s) {
			t.Error("opened after the lease")
		}
		if s.cycle(); !opens(s) {
			t.Error("a start begins it anew")
		}
		installer := testKey(t, "installer")
		h, _ = s.call()
		h.send(profile.PutPeer{Key: installer.Public[:], Role: profile.RoleInstaller})
		expect[profile.Peers](h)
		h.setClock()
		h.link.Close()
		synctest.Wait()
		s.hands("power off")
		time.Sleep(4 * time.Hour)
		s.hands("power on")
		if !opens(s) {
			t.Error("a start begins it anew, again")
		}
		i, _ := s.callAs(installer)
		i.setClock()
		if opens(s) {
			t.Error("its clock says that the hub was here four hours ago, and it opens")
		}
		h, _ = s.call()
		h.setClock()
		if !opens(s) {
			t.Error("the hub is here")
		}
	})
}
