package core

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// words is a closed list of types that implement T, known by their names.
type words[T any] map[string]reflect.Type

func (words[T]) of(vs ...T) words[T] {
	w := words[T]{}
	for _, v := range vs {
		t := reflect.TypeOf(v)
		w[t.Name()] = t
	}
	return w
}

func (w words[T]) encode(v T) ([]byte, error) {
	t := reflect.TypeOf(v)
	if t == nil || w[t.Name()] != t {
		return nil, fmt.Errorf("core: %T is not a word of its list", v)
	}
	return json.Marshal(map[string]any{t.Name(): v})
}

func (w words[T]) decode(b []byte) (T, error) {
	var raw map[string]json.RawMessage
	var none T
	if err := json.Unmarshal(b, &raw); err != nil {
		return none, err
	}
	if len(raw) != 1 {
		return none, fmt.Errorf("core: want one word, got %d", len(raw))
	}
	for name, body := range raw {
		t, ok := w[name]
		if !ok {
			return none, fmt.Errorf("core: unknown word %q: made by a newer release?", name)
		}
		p := reflect.New(t)
		if err := json.Unmarshal(body, p.Interface()); err != nil {
			return none, fmt.Errorf("core: %s: %w", name, err)
		}
		return p.Elem().Interface().(T), nil
	}
	return none, nil
}
