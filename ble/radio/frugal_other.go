//go:build !linux

package radio

func dropText() {}
