// The rooms of this target are described in docs/architecture.md.
