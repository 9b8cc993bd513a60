//go:build e2e && linux

package e2e

import (
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/ble/virtual"
	"localiq/core"
	"localiq/core/clock"
)

// Figures of issue "the air": a hub that rests, with sixteen locks that rest.
const (
	idleCPU = 0.01     // of one core
	idleRSS = 32 << 10 // KiB, with its radio
)

// idle is the hub and its radio at rest, in the guest: memory is what it is anywhere, time is the
// emulated processor's and only told (TestNativeIdle has the limit). After the chaos neither
// has more of anything than at the first rest.
func (f *fleet) idle(t *testing.T) {
	f.until(t, 4*patience, "all sixteen rest", resting)
	pid, radio := f.hub.cmd.Process.Pid, f.radio()
	h, r := vitalsOf(t, pid), vitalsOf(t, radio)
	whole := scaled(10*time.Second, time.Minute)
	time.Sleep(whole)
	h2, r2 := vitalsOf(t, pid), vitalsOf(t, radio)
	figure("16 idle locks, in the guest: hub %s and %.1f %% of an emulated core; radio %s and %.1f %%", h2, share(h, h2, whole), r2, share(r, r2, whole))
	for end := time.Now().Add(gaveBack); h2.pss+r2.pss > idleRSS && time.Now().Before(end); {
		time.Sleep(time.Second)
		h2, r2 = vitalsOf(t, pid), vitalsOf(t, radio)
	}
	figure("16 idle locks, in the guest, at rest for longer: hub %s; radio %s", h2, r2)
	if sum := h2.pss + r2.pss; sum > idleRSS {
		t.Errorf("hub and radio have %.1f MiB", float64(sum)/1024)
	}
	if f.first.hub != (vitals{}) {
		f.flat(t, f.first.hub, f.first.radio)
	}
}

func share(a, b vitals, of time.Duration) float64 { return 100 * float64(b.cpu-a.cpu) / float64(of) }

// TestNativeIdle runs on this machine's own processor, without the guest: the shipped hub over the
// protocol of a radio, which this process serves with sixteen virtual locks. What the radio process
// itself costs is not in it.
func TestNativeIdle(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	radio.Build = buildOf(t, binary) // the hub wants a radio of its own build
	dir := t.TempDir()
	sock := filepath.Join(dir, "radio")
	waves := virtual.NewAir(clock.Real())
	defer waves.Close()
	go func() {
		for ctx.Err() == nil {
			if conn, err := radio.Listen(ctx, sock); err == nil {
				radio.ServeOver(ctx, conn, filepath.Base(sock), waves)
			}
		}
	}()
	s := &site{whole: t, t: t, data: dir, at: sock}
	var yaml strings.Builder
	yaml.WriteString("version: 1\nsite:\n  name: Idle\n  zone: Europe/Vienna\nschedules: []\ngroups: []\npeople:\n  - first: Ana\n    role: owner\ndoors:\n")
	s.start()
	for i := range core.MaxLocks {
		v := newVoice(t, fmt.Sprintf("lock %d", i))
		k, err := virtual.New(virtual.Config{Model: "virtual", Say: v.tell}, clock.Real())
		if err != nil {
			t.Fatal(err)
		}
		defer k.Close()
		waves.Add(ble.Addr{MAC: [6]byte{0xc0, 0xde, 0, 0, 1, byte(i)}, Random: true}, k, -60)
		l := &lock{voice: v, code: k.SetupCode().Reveal(), door: fmt.Sprintf("Door %02d", i+1), do: k.Hands}
		s.add(t, l)
		fmt.Fprintf(&yaml, "  - name: %s\n", l.door)
	}
	s.importSite(t, yaml.String())
	s.until(t, 8*patience, "all sixteen hold their tables, and rest", func(snap *core.Snapshot) bool { return synced(0)(snap) && resting(snap) })
	pid := s.hub.cmd.Process.Pid
	before, whole := vitalsOf(t, pid), scaled(20*time.Second, time.Minute)
	figure("hub, to start, pair 16 locks and bring their tables: %s of this processor", before.cpu)
	time.Sleep(whole)
	after := vitalsOf(t, pid)
	figure("16 idle locks, this processor: hub %s and %.2f %% of a core over %s", after, share(before, after, whole), whole)
	if share(before, after, whole) > 100*idleCPU {
		t.Errorf("an idle hub takes %.2f %% of a core", share(before, after, whole))
	}
}

// buildOf is radio.Build of a program on disk.
func buildOf(t *testing.T, path string) func() string {
	t.Helper()
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(info.String()))
	return func() string { return hex.EncodeToString(sum[:8]) }
}

// onHost is true where there is no guest: then only TestNative… run, and in the guest only the
// others.
func onHost() bool {
	_, err := os.Stat(guestBinary)
	return err != nil
}
