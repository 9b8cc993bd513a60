package api

import (
	"encoding"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"
)

// Describe answers with the description of /v1 (OpenAPI 3.1), which is made of the table of routes and of the Go
// types that are sent. It needs no key: it is the same for every box.
func Describe(w http.ResponseWriter, _ *http.Request) { reply(w, http.StatusOK, description()) }

type object = map[string]any

var description = sync.OnceValue(func() object {
	d := schemas{object{}, map[string]reflect.Type{}}
	paths := object{}
	for _, t := range routes() {
		at, _ := paths[t.path].(object)
		if at == nil {
			at = object{}
			paths[t.path] = at
		}
		at[strings.ToLower(t.method)] = d.operation(t)
	}
	d.ref(reflect.TypeFor[fault]())
	return object{
		"openapi": "3.1.0",
		"info": object{"title": "Local IQ", "version": "1", "description": "Times are nanoseconds since 1970 (UTC) unless said otherwise. " +
			"An error is told under its HTTP status with a number, a sentence and what to do; docs/errors.md has them all."},
		"security":   []any{object{"key": []any{}}},
		"paths":      paths,
		"components": object{"schemas": d.of, "securitySchemes": object{"key": object{"type": "http", "scheme": "bearer"}}},
	}
})

// schemas are those of the types that were met so far, by name; of two of a name the second has its package's
// before it.
type schemas struct {
	of    object
	types map[string]reflect.Type
}

func (d schemas) operation(t route) object {
	params := []any{}
	for rest := t.path; ; {
		_, name, more := strings.Cut(rest, "{")
		if !more {
			break
		}
		name, rest, _ = strings.Cut(name, "}")
		params = append(params, object{"name": name, "in": "path", "required": true, "schema": object{"type": "string"}})
	}
	for _, q := range t.query {
		params = append(params, object{"name": q.name, "in": "query", "description": q.says, "schema": object{"type": "string"}})
	}
	o := object{"operationId": strings.ToLower(t.method) + strings.NewReplacer("/v1", "", "/", "_", "{", "", "}", "").Replace(t.path), "summary": t.says}
	if t.method == "POST" {
		params = append(params, object{"name": idempotency, "in": "header", "description": "sent again under the same name, a request gets the first answer", "schema": object{"type": "string", "maxLength": 100}})
		o["requestBody"] = object{"content": object{"application/json": object{"schema": d.ref(reflect.TypeOf(t.in))}}}
	}
	kind := "application/json"
	if t.stream {
		kind = "text/event-stream"
	}
	answers := object{"default": answer("refused, or it failed", "application/json", d.ref(reflect.TypeFor[fault]())), "200": answer("it is so", kind, d.ref(reflect.TypeOf(t.out)))}
	if reflect.TypeOf(t.out) == reflect.TypeFor[Action]() && t.method == "POST" {
		answers["202"] = answer("it is under way", kind, d.ref(reflect.TypeOf(t.out)))
		answers["default"] = answer("refused (an Action with its error, or an error alone)", kind, object{"anyOf": []any{d.ref(reflect.TypeOf(t.out)), d.ref(reflect.TypeFor[fault]())}})
	}
	o["parameters"], o["responses"] = params, answers
	return o
}

func answer(says, kind string, schema object) object {
	return object{"description": says, "content": object{kind: object{"schema": schema}}}
}

// ref names a struct's schema, and makes it where it is met first; of anything else it is the schema itself.
func (d schemas) ref(t reflect.Type) object {
	switch {
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return object{"type": "string"}
	case t.Implements(reflect.TypeFor[json.Marshaler]()):
		return object{} // it says itself what it looks like
	}
	switch t.Kind() {
	case reflect.Pointer:
		return d.ref(t.Elem())
	case reflect.Struct:
		return d.named(t)
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return object{"type": "string", "contentEncoding": "base64"}
		}
		return object{"type": "array", "items": d.ref(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.ref(t.Elem())}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return object{"type": "number"}
	case reflect.Interface:
		return object{}
	}
	return object{"type": "integer"}
}

func (d schemas) named(t reflect.Type) object {
	name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	if was := d.types[name]; was != nil && was != t {
		pkg := t.PkgPath()[strings.LastIndexByte(t.PkgPath(), '/')+1:]
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	if d.types[name] == nil {
		d.types[name] = t
		s := object{"type": "object"}
		d.of[name] = s // before its fields, which may be of it
		fields, needed := object{}, []any{}
		d.fields(t, fields, &needed)
		s["properties"] = fields
		if len(needed) > 0 {
			s["required"] = needed
		}
	}
	return object{"$ref": "#/components/schemas/" + name}
}

// fields as encoding/json names them. Those that may be left out are not required.
func (d schemas) fields(t reflect.Type, into object, needed *[]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, how, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Tag.Get("json") == "-" || !f.IsExported() && !f.Anonymous:
			continue
		case f.Anonymous && name == "":
			d.fields(f.Type, into, needed)
			continue
		case name == "":
			name = f.Name
		}
		into[name] = d.ref(f.Type)
		if strings.Contains(how, "omit") {
			continue
		}
		*needed = append(*needed, name)
		if k := f.Type.Kind(); k == reflect.Slice || k == reflect.Map || k == reflect.Pointer {
			into[name] = object{"anyOf": []any{into[name], object{"type": "null"}}}
		}
	}
}
