"""What only staff may do: the lock, the rules, the timers, and asking for root's rights."""
