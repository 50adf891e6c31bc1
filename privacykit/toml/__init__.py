"""TOML that people write: read, fitted to a struct, each mistake told with its line and mend."""
