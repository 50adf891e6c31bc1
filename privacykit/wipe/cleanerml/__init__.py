"""BleachBit's cleaners (CleanerML) taken over as traces: a closed set, the rest is refused."""
