package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"localiq/core"
)

// This test binary is also its own child: what must be able to die runs in another process.
const (
	asChecker = "LOCALIQ_STORE_CHECK"   // = a path
	asWriter  = "LOCALIQ_STORE_WRITE"   // = a directory
	asSettled = "LOCALIQ_STORE_SETTLED" // = a directory
	asAcked   = "LOCALIQ_STORE_ACKED"   // = what settled must find
	asEraser  = "LOCALIQ_STORE_ERASE"   // = a directory
	asSteps   = "LOCALIQ_STORE_STEPS"   // = after how many steps the eraser dies
)

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "check" {
		err := Check(os.Args[2])
		if err != nil {
			fmt.Println(err)
		}
		os.Exit(Exit(err))
	}
	if dir := os.Getenv(asWriter); dir != "" {
		os.Exit(writerMain(dir))
	}
	if dir := os.Getenv(asEraser); dir != "" {
		os.Exit(eraserMain(dir, os.Getenv(asSteps)))
	}
	if dir := os.Getenv(asSettled); dir != "" {
		os.Exit(settledMain(dir, os.Getenv(asAcked)))
	}
	os.Exit(m.Run())
}

func settledMain(dir, acked string) int {
	n, err := strconv.ParseUint(acked, 10, 64)
	if err == nil {
		err = settled(dir, core.Seq(n))
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// runLimited gives a child 5 s: a corrupt file can hang it.
func runLimited(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	late := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
	defer late.Stop()
	return cmd.Wait()
}

// child is the CheckFirst that main has.
func child(t testing.TB) func(path string) error { return InChild(t.Context(), os.Args[0], "check") }

// writerMain commits for as long as it lives, and says each number once it is kept.
func writerMain(dir string) int {
	s, err := Open(dir, Options{Keep: 200, Every: 60})
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	site, err := s.Load()
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	out := bufio.NewWriter(os.Stdout)
	for seq := site.Seq + 1; ; {
		var batch []core.Entry
		for range 1 + seq%8 {
			batch = append(batch, access(seq))
			seq++
		}
		if err := s.Commit(batch); err != nil {
			fmt.Println("error", err)
			return 1
		}
		fmt.Fprintln(out, "kept", seq-1)
		if out.Flush() != nil {
			return 1
		}
	}
}
