//go:build unix

package radio

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
)

// Exec starts this program once more as `radio --adapter hci0 --fd 3`. The connection is a
// socketpair; what the child prints is no part of it.
func Exec(adapter string) Start {
	return func(context.Context) (Process, error) {
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("radio: find this program: %w", err)
		}
		return Command(exec.Command(self, "radio", "--adapter", adapter, "--fd", "3"))
	}
}

// Command starts a radio process that takes its connection as descriptor 3.
func Command(cmd *exec.Cmd) (Process, error) {
	ours, theirs, err := socketpair()
	if err != nil {
		return nil, fmt.Errorf("radio: make a connection: %w", err)
	}
	defer theirs.Close()
	c := &child{Conn: ours, cmd: cmd}
	cmd.ExtraFiles = []*os.File{theirs}
	cmd.Stdout, cmd.Stderr = &c.said, &c.said
	// go-ble's logger takes stdout for its own when its package starts.
	cmd.Env = append(cmd.Environ(), "LOGXI=*=OFF", "GOTRACEBACK=single", "GOGC=25", fmt.Sprintf("GOMEMLIMIT=%d", memoryAim))
	if err := cmd.Start(); err != nil {
		ours.Close()
		return nil, fmt.Errorf("radio: start the radio process: %w", err)
	}
	return c, nil
}

type child struct {
	net.Conn
	cmd  *exec.Cmd
	said tail
}

// PID is for people and tests that kill it.
func (c *child) PID() int { return c.cmd.Process.Pid }

func (c *child) Kill() { c.cmd.Process.Kill() }

func (c *child) Wait() error {
	err := c.cmd.Wait()
	if words := c.said.lastWords(); words != "" {
		return fmt.Errorf("%v: %s", err, words)
	}
	if status, ok := c.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() && status.Signal() == syscall.SIGKILL {
		return errKilled
	}
	return err
}

func socketpair() (ours net.Conn, theirs *os.File, err error) {
	syscall.ForkLock.RLock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, nil, err
	}
	mine := os.NewFile(uintptr(fds[0]), "radio")
	theirs = os.NewFile(uintptr(fds[1]), "hub")
	defer mine.Close()
	if ours, err = net.FileConn(mine); err != nil {
		theirs.Close()
		return nil, nil, err
	}
	return ours, theirs, nil
}
